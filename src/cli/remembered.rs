//! What the screen keeps from one run to the next: how its lists are arranged.
//! A small file of the user's own, in the state directory.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use super::settings;
use super::stop::Stop;
use crate::tui::Memory;

/// The file.
pub struct Remembered {
    path: PathBuf,
}

impl Remembered {
    /// Where the environment says; none where there is no home.
    pub fn own() -> Option<Self> {
        let home = etcetera::choose_base_strategy().ok()?;
        let folder = home.state_dir().unwrap_or_else(|| home.config_dir());
        Some(Self { path: folder.join("egret").join("screen.json") })
    }
}

impl Memory for Remembered {
    fn read(&self) -> Result<Option<String>, String> {
        if !self.path.exists() {
            return Ok(None);
        }
        match settings::text(&self.path) {
            Ok(text) => Ok(Some(text)),
            Err(Stop::Trouble(message)) => Err(message),
            Err(_) => Err(format!("{}: cannot be read", self.path.display())),
        }
    }

    fn write(&self, text: &str) -> Result<(), String> {
        if let Some(folder) = self.path.parent() {
            super::cache::own_folder(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        settings::write(&self.path, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_is_the_owners_alone() {
        let home = tempfile::tempdir().expect("a folder");
        let memory = Remembered { path: home.path().join("egret").join("screen.json") };
        assert_eq!(memory.read(), Ok(None));
        memory.write("one").expect("kept");
        memory.write("two").expect("kept");
        assert_eq!(memory.read(), Ok(Some(String::from("two"))));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &std::path::Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!((mode(&memory.path), mode(memory.path.parent().expect("a folder"))), (0o600, 0o700));
        }
        let others = std::fs::read_dir(memory.path.parent().expect("a folder")).expect("a folder").count();
        assert_eq!(others, 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_replaced_and_linked_folders_refused() {
        let home = tempfile::tempdir().expect("a folder");
        let elsewhere = home.path().join("elsewhere");
        std::fs::write(&elsewhere, "theirs").expect("written");
        let memory = Remembered { path: home.path().join("egret").join("screen.json") };
        std::fs::create_dir(memory.path.parent().expect("a folder")).expect("made");
        std::os::unix::fs::symlink(&elsewhere, &memory.path).expect("linked");
        memory.write("ours").expect("kept");
        assert_eq!(std::fs::read_to_string(&elsewhere).expect("there"), "theirs");
        let linked = home.path().join("linked");
        std::os::unix::fs::symlink(home.path(), &linked).expect("linked");
        assert!(Remembered { path: linked.join("screen.json") }.write("ours").is_err());
    }
}

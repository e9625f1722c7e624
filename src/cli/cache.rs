//! The last saved snapshot of the live account, shown at once while the
//! account is read again: where it lies, and how it is read and saved.
//!
//! It is other people's business only when they could write to the folder, so
//! the folder and the file are the owner's alone, and a symbolic link found in
//! their place is not followed.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::args::Live;
use crate::snapshot::{Snapshot, file};

/// The longest name that every file system takes, less what is put around it.
const LONGEST_NAME: usize = 200;

/// Where the snapshot of this account lies; none where there is no home.
pub fn path(live: &Live) -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy().ok()?.cache_dir().join("egret");
    Some(folder.join(name(live, &|variable| std::env::var(variable).ok().filter(|value| !value.is_empty()))?))
}

/// `<profile>-<regions>.json.zst`. An endpoint of the user's own is another
/// world with the same profile, so it is part of the name.
fn name(live: &Live, environment: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let or_default = |text: Option<String>| text.unwrap_or_else(|| String::from("default"));
    let profile = or_default(live.profile.clone().or_else(|| environment("AWS_PROFILE")));
    let regions = match live.region.as_slice() {
        [] => or_default(environment("AWS_REGION").or_else(|| environment("AWS_DEFAULT_REGION"))),
        regions => regions.join("+"),
    };
    let mut name = format!("{}-{}", harmless(&profile), harmless(&regions));
    if let Some(endpoint) = environment("AWS_ENDPOINT_URL") {
        name = format!("{name}-{}", harmless(&endpoint));
    }
    (name.len() <= LONGEST_NAME).then(|| format!("{name}.json.zst"))
}

/// Text as a part of a file's name: everything but the plainest characters is
/// written as `%` and two digits, so that no two texts become the same.
fn harmless(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02x}") }).collect()
}

/// Whether there is something to show: a plain file in a plain folder.
pub fn holds(path: &Path) -> bool {
    let plain_folder = path.parent().and_then(|folder| fs::symlink_metadata(folder).ok()).is_some_and(|found| found.is_dir());
    plain_folder && fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}

/// Reads the saved snapshot; `begun` may be given the beginning of it, to look at.
pub fn load(path: &Path, begun: &mut dyn FnMut(Snapshot)) -> Result<Snapshot, String> {
    if !holds(path) {
        return Err(format!("{}: nothing saved there", path.display()));
    }
    file::read_telling(path, begun).map(|(snapshot, _)| snapshot).map_err(|error| error.to_string())
}

/// Saves a snapshot for the next start.
pub fn save(path: &Path, snapshot: &Snapshot) -> Result<(), String> {
    let folder = path.parent().ok_or("no folder to save in")?;
    own_folder(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    // A link in the file's place is replaced, not followed.
    file::write(path, snapshot).map_err(|error| error.to_string())
}

/// Makes the folder, for the owner alone.
pub fn own_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    if fs::symlink_metadata(folder)?.is_dir() { Ok(()) } else { Err(io::Error::other("is a symbolic link, which is not followed")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(profile: Option<&str>, regions: &[&str]) -> Live {
        Live { profile: profile.map(str::to_owned), region: regions.iter().map(|&region| region.to_owned()).collect() }
    }

    #[test]
    fn a_name_tells_accounts_apart_and_stays_in_its_folder() {
        let nothing = |_: &str| None;
        assert_eq!(name(&live(None, &[]), &nothing).unwrap(), "default-default.json.zst");
        assert_eq!(name(&live(Some("prod"), &["eu-west-1", "us-east-2"]), &nothing).unwrap(), "prod-eu-west-1+us-east-2.json.zst");
        assert_eq!(name(&live(Some("../../x y"), &[]), &nothing).unwrap(), "..%2f..%2fx%20y-default.json.zst");
        let environment = |variable: &str| match variable {
            "AWS_PROFILE" => Some(String::from("dev")),
            "AWS_REGION" => Some(String::from("us-west-2")),
            "AWS_ENDPOINT_URL" => Some(String::from("http://127.0.0.1:5000")),
            _ => None,
        };
        assert_eq!(name(&live(None, &[]), &environment).unwrap(), "dev-us-west-2-http%3a%2f%2f127.0.0.1%3a5000.json.zst");
        assert_eq!(name(&live(Some(&"x".repeat(300)), &[]), &nothing), None);
    }

    #[test]
    fn what_is_saved_is_the_owners_alone_and_comes_back() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("egret").join("default-default.json.zst");
        assert!(!holds(&path));
        let snapshot = Snapshot { caller: String::from("me"), ..Snapshot::default() };
        save(&path, &snapshot).unwrap();
        assert_eq!(load(&path, &mut |_| ()).unwrap().caller, "me");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let elsewhere = home.path().join("elsewhere.json.zst");
        file::write(&elsewhere, &Snapshot::default()).unwrap();
        let path = home.path().join("egret").join("a.json.zst");
        fs::create_dir(path.parent().unwrap()).unwrap();
        symlink(&elsewhere, &path).unwrap();
        assert!(!holds(&path));
        assert!(load(&path, &mut |_| ()).is_err());
        // Saving replaces the link and leaves what it led to alone.
        let before = fs::read(&elsewhere).unwrap();
        save(&path, &Snapshot { caller: String::from("me"), ..Snapshot::default() }).unwrap();
        assert_eq!(fs::read(&elsewhere).unwrap(), before);
        assert!(holds(&path));

        let folder = home.path().join("linked");
        symlink(home.path(), &folder).unwrap();
        assert!(save(&folder.join("a.json.zst"), &Snapshot::default()).is_err());
    }
}

//! The configuration of the screen: `config.toml` in the configuration
//! directory, what the command line says over it, and whether the screen was
//! ever shown here.

use std::fs;
use std::path::PathBuf;

use etcetera::BaseStrategy;

use super::args::Look;
use super::stop::Stop;
use super::{cache, settings};
use crate::tui::Config;

/// Reads the configuration, where there is one; the command line decides.
pub fn read(look: &Look) -> Result<Config, Stop> {
    let mut config = match settings::own_file("config.toml").filter(|path| path.exists()) {
        Some(path) => Config::parse(&settings::text(&path)?).map_err(|mistake| Stop::Trouble(format!("{}: {mistake}", path.display())))?,
        None => Config::default(),
    };
    config.theme = look.choice().unwrap_or(config.theme);
    if look.ascii {
        config.ascii = Some(true);
    }
    Ok(config)
}

/// An empty file that is there once the screen was shown.
fn seen() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.state_dir().unwrap_or_else(|| base.cache_dir()).join("egret").join("seen"))
}

/// Whether the screen was never shown here. Where nothing can be kept nobody
/// is greeted every day.
pub fn is_newcomer() -> bool {
    seen().is_some_and(|path| !path.exists())
}

/// Keeps in mind that the screen was shown.
pub fn welcome() {
    let Some(path) = seen() else { return };
    let Some(folder) = path.parent() else { return };
    // At worst the hint shows once more.
    let _ = cache::own_folder(folder).and_then(|()| fs::OpenOptions::new().create_new(true).write(true).open(&path).map(drop));
}

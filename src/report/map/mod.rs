//! The map for a ticket: as plain text, as SVG, as Mermaid. Where everything
//! stands is decided in `analysis::map`; here it is only written down.

mod mermaid;
mod svg;
mod text;

pub use mermaid::mermaid;
pub use svg::svg;
pub use text::text;

use crate::analysis::map::View;

/// How wide a picture is that nobody scrolls: three zones side by side.
const WIDE: usize = 120;

/// The view of everything, the way packets go.
fn whole() -> View<'static> {
    View { width: WIDE, ..View::default() }
}

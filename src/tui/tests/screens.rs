//! What is on the screen after some keys.
use super::App;

#[test]
fn look() {
    for (w, h, keys) in [
        (80, 24, ""),
        (80, 24, "<enter>"),
        (80, 24, "jj<enter>"),
        (80, 24, "2jj"),
        (80, 24, "3"),
        (200, 50, "jjjj"),
        (200, 50, "ki"),
        (59, 14, ""),
    ] {
        let mut app = App::with_data(w, h);
        println!("== {w}x{h} {keys}\n{}", app.press(keys).screen());
        if keys == "jjjj" {
            std::fs::write("/tmp/wide.svg", crate::tui::picture::svg(&app.buffer())).unwrap();
        }
        if keys == "<enter>" {
            std::fs::write("/tmp/small.svg", crate::tui::picture::svg(&app.buffer())).unwrap();
        }
    }
}

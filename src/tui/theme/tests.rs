//! The themes by their numbers: is there enough contrast, and can people who
//! see fewer colours tell the verdicts apart?

use ratatui::style::Color;

use super::{Choice, Colours, Depth, Ground, Theme};
use crate::net::Verdict;
use crate::tui::palette::{Palette, glyph};
use crate::tui::words::width;

const VERDICTS: [Verdict; 5] = [Verdict::Yes, Verdict::YesIf, Verdict::Partial, Verdict::Unknown, Verdict::No];

/// Every theme there can be.
fn all() -> Vec<Theme> {
    let depths = [Depth::None, Depth::Sixteen, Depth::Many];
    let themes = Choice::ALL.into_iter().flat_map(|choice| {
        [Ground::Dark, Ground::Light].into_iter().flat_map(move |ground| depths.map(move |depth| Theme { choice, ground, depth }))
    });
    themes.collect()
}

fn colours(choice: Choice, ground: Ground) -> &'static Colours {
    Theme { choice, ground, depth: Depth::Many }.colours().expect("many colours")
}

fn verdicts(colours: &Colours) -> [Color; 5] {
    [colours.yes, colours.yes_if, colours.partial, colours.unknown, colours.no]
}

/// Red, green and blue of a fixed colour, as light; none for the terminal's own.
fn light(colour: Color) -> Option<[f64; 3]> {
    const STEPS: [f64; 6] = [0.0, 95.0, 135.0, 175.0, 215.0, 255.0];
    let Color::Indexed(number @ 16..) = colour else { return None };
    let parts = match number {
        232.. => [f64::from(number - 232) * 10.0 + 8.0; 3],
        _ => {
            let number = usize::from(number - 16);
            [STEPS[number / 36], STEPS[number / 6 % 6], STEPS[number % 6]]
        }
    };
    Some(parts.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    }))
}

fn brightness([red, green, blue]: [f64; 3]) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast of two colours as WCAG has it: 1 to 21.
fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn verdicts_differ_by_glyph_in_every_theme_and_in_ascii() {
    for theme in all() {
        let palette = Palette::of(theme);
        // Whatever the colours, it is the glyph that tells: no style hides it.
        assert!(VERDICTS.iter().all(|verdict| palette.verdict(*verdict).bg.is_none()), "{theme:?}");
        let ascii = |verdict| crate::tui::ascii::spelt(glyph(verdict));
        for (at, verdict) in VERDICTS.into_iter().enumerate() {
            assert_eq!((width(glyph(verdict)), width(&ascii(verdict))), (1, 1));
            for other in &VERDICTS[..at] {
                assert!(glyph(verdict) != glyph(*other) && ascii(verdict) != ascii(*other), "{verdict:?} and {other:?}");
            }
        }
    }
}

#[test]
fn verdicts_differ_by_colour_where_there_are_colours() {
    for theme in all() {
        let palette = Palette::of(theme);
        for (at, verdict) in VERDICTS.into_iter().enumerate() {
            let other = VERDICTS[..at].iter().find(|other| palette.verdict(**other) == palette.verdict(verdict));
            assert_eq!(other.is_some(), theme.depth == Depth::None && at > 0, "{theme:?} {verdict:?} {other:?}");
        }
    }
}

#[test]
fn sixteen_colours_are_the_terminals_own() {
    for theme in all().into_iter().filter(|theme| theme.depth == Depth::Sixteen) {
        let colours = theme.colours().expect("colours");
        let own = |colour: Color| !matches!(colour, Color::Indexed(_) | Color::Rgb(..));
        let rest = [colours.danger, colours.alarm, colours.alarm_ground, colours.link, colours.accent, colours.faint, colours.bar];
        assert!(verdicts(colours).into_iter().chain(rest).all(own), "{theme:?}");
    }
}

#[test]
fn text_stands_out_from_what_is_behind_it() {
    let wanted = [
        (Choice::Auto, Ground::Dark, 4.5),
        (Choice::Auto, Ground::Light, 4.5),
        (Choice::ColourBlind, Ground::Dark, 4.5),
        (Choice::ColourBlind, Ground::Light, 4.5),
        (Choice::HighContrast, Ground::Dark, 7.0),
        (Choice::HighContrast, Ground::Light, 7.0),
    ];
    for (choice, ground, least) in wanted {
        let colours = colours(choice, ground);
        let behind = if ground == Ground::Dark { 0.0 } else { 1.0 };
        let texts = [colours.danger, colours.link, colours.accent, colours.faint];
        for text in verdicts(colours).into_iter().chain(texts) {
            let Some(text_light) = light(text).map(brightness) else { continue };
            assert!(contrast(text_light, behind) >= least, "{choice:?} {ground:?} {text:?}: {:.1}", contrast(text_light, behind));
            let bar = brightness(light(colours.bar).expect("a fixed colour"));
            if text != colours.faint {
                assert!(contrast(text_light, bar) >= 3.0, "{choice:?} {ground:?} {text:?} in the bar: {:.1}", contrast(text_light, bar));
            }
        }
        if let (Some(text), Some(behind)) = (light(colours.alarm), light(colours.alarm_ground)) {
            assert!(contrast(brightness(text), brightness(behind)) >= 4.5, "{choice:?} {ground:?}: the alarm");
        }
    }
}

/// How people see who lack one kind of cone (Machado, Oliveira and Fernandes 2009).
const SIGHTS: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
];

/// A colour as some people see it, in CIE L*a*b*, where distances are what eyes tell apart.
fn seen(colour: Color, sight: &[[f64; 3]; 3]) -> [f64; 3] {
    let from = light(colour).expect("a fixed colour");
    let [red, green, blue] = sight.map(|row| row.iter().zip(from).map(|(weight, part)| weight * part).sum::<f64>().clamp(0.0, 1.0));
    let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505;
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089;
    let [x, y, z] = [x, y, z].map(|part| if part > 0.008856 { part.cbrt() } else { 7.787 * part + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The two verdicts of a theme that are hardest to tell apart, for whoever sees worst.
fn least_distance(colours: &Colours) -> f64 {
    let verdicts = verdicts(colours);
    let pairs = (0..verdicts.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
    let distances = pairs.flat_map(|(one, other)| {
        SIGHTS.iter().map(move |sight| {
            let (one, other) = (seen(verdicts[one], sight), seen(verdicts[other], sight));
            one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
        })
    });
    distances.fold(f64::INFINITY, f64::min)
}

#[test]
fn whoever_sees_fewer_colours_tells_the_verdicts_apart() {
    for ground in [Ground::Dark, Ground::Light] {
        let distance = least_distance(colours(Choice::ColourBlind, ground));
        assert!(distance >= 20.0, "{ground:?}: {distance:.1}");
    }
    // The usual green and red are what this theme is there for.
    assert!(least_distance(colours(Choice::Light, Ground::Light)) < 10.0);
}

#[test]
fn names_lead_to_themes() {
    for (choice, name) in Choice::ALL.into_iter().zip(Choice::NAMES) {
        assert_eq!(Choice::named(name), Some(choice));
    }
    assert_eq!(Choice::named("Dark"), None);
    assert_ne!(colours(Choice::Auto, Ground::Dark), colours(Choice::Auto, Ground::Light));
    assert_eq!(colours(Choice::Light, Ground::Dark), colours(Choice::Auto, Ground::Light));
    assert!(!Theme { choice: Choice::Light, ..Theme::default() }.follows_the_ground());
}

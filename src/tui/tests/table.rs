//! The table of keys, checked as a table.

use std::collections::HashSet;

use crate::tui::keymap::Keymap;
use crate::tui::keys::{self, Scope, TABLE};

#[test]
fn no_key_stands_twice_in_a_scope() {
    for scope in [Scope::Panes, Scope::Map, Scope::Reader, Scope::Related, Scope::Filter, Scope::Line, Scope::Turned] {
        let mut seen = HashSet::new();
        for binding in TABLE.iter().filter(|binding| binding.scopes.contains(&scope)) {
            for key in binding.keys {
                assert!(seen.insert(key), "{key} stands twice in {scope:?}");
            }
        }
        assert!(!seen.is_empty());
    }
}

#[test]
fn every_row_has_keys_that_can_be_pressed_and_a_text() {
    for binding in TABLE {
        assert!(!binding.text.is_empty() && !binding.keys.is_empty() && !binding.scopes.is_empty(), "{binding:?}");
        for key in binding.keys {
            let written = if key.chars().count() == 1 { (*key).to_owned() } else { format!("<{key}>") };
            let pressed = keys::typed(&written);
            assert_eq!(pressed.len(), 1, "{key}");
            assert_eq!(keys::name(&pressed[0]).as_deref(), Some(*key));
            for scope in binding.scopes {
                assert_eq!(Keymap::default().command(&pressed[0], *scope), Some(binding.command), "{key} in {scope:?}");
            }
        }
    }
}

#[test]
fn the_keys_that_were_promised_are_there() {
    for key in ["tab", "up", "down", "left", "right", "h", "j", "k", "l", "enter", "esc", "/", "?", "r", "q"] {
        assert!(TABLE.iter().any(|binding| binding.scopes.contains(&Scope::Panes) && binding.keys.contains(&key)), "{key}");
    }
}

#[test]
fn the_readme_lists_every_key_of_the_panes() {
    let markdown = keys::markdown();
    for binding in TABLE.iter().filter(|binding| binding.scopes.contains(&Scope::Panes)) {
        assert!(markdown.contains(binding.text), "{}", binding.text);
    }
}

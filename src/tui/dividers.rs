//! The lines between the panes, which can be moved: by the mouse, and by keys
//! that make the pane in focus larger or smaller. Where they are when nobody
//! has moved them is for `layout` to say.

use ratatui::layout::{Position, Rect};

/// The least that a pane keeps, in columns and rows.
const LEAST: (u16, u16) = (26, 5);

/// A line between panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divider {
    /// Between the first and second column of all the panes.
    First,
    /// Between the second and third column.
    Second,
    /// Below the VPCs.
    Vpcs,
    /// Below the subnets.
    Subnets,
    /// Between a list and the path.
    Path,
    /// Between a list and what is below it.
    Details,
    /// Between details and the path below them.
    Below,
}

/// Where the dividers were moved to: the first part's share of the whole, in
/// thousandths, so that it holds at every size of the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dividers {
    moved: [Option<u16>; 7],
}

/// A divider that shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Which.
    pub divider: Divider,
    /// What it divides.
    pub area: Rect,
    /// Whether it stands upright, between columns.
    pub upright: bool,
    /// The first column or row behind it.
    pub at: u16,
}

impl Dividers {
    /// Divides an area into two columns, the first usually this wide.
    pub fn columns(&self, divider: Divider, area: Rect, usual: u16, cuts: &mut Vec<Cut>) -> [Rect; 2] {
        let first = self.first(divider, area.width, usual, LEAST.0);
        cuts.push(Cut { divider, area, upright: true, at: area.x + first });
        [Rect { width: first, ..area }, Rect { x: area.x + first, width: area.width - first, ..area }]
    }

    /// Divides an area into two rows, the first usually this high.
    pub fn rows(&self, divider: Divider, area: Rect, usual: u16, cuts: &mut Vec<Cut>) -> [Rect; 2] {
        let first = self.first(divider, area.height, usual, LEAST.1);
        cuts.push(Cut { divider, area, upright: false, at: area.y + first });
        [Rect { height: first, ..area }, Rect { y: area.y + first, height: area.height - first, ..area }]
    }

    fn first(&self, divider: Divider, whole: u16, usual: u16, least: u16) -> u16 {
        match self.moved[divider as usize] {
            None => usual.min(whole),
            Some(share) => {
                let wanted = (u32::from(whole) * u32::from(share) + 500) / 1000;
                bounded(u16::try_from(wanted).unwrap_or(whole), whole, least)
            }
        }
    }

    /// Moves a divider to a column or row. Whether it moved.
    pub fn put(&mut self, cut: &Cut, at: u16) -> bool {
        let (start, whole, least) =
            if cut.upright { (cut.area.x, cut.area.width, LEAST.0) } else { (cut.area.y, cut.area.height, LEAST.1) };
        let first = bounded(at.saturating_sub(start), whole, least);
        if first == cut.at - start || whole == 0 {
            return false;
        }
        let share = u32::from(first) * 1000 / u32::from(whole);
        // The smallest share that leads back to this very column or row.
        let leads = |share: &u32| (u32::from(whole) * share + 500) / 1000 == u32::from(first);
        let share = (share.saturating_sub(1)..=share + 1).find(leads).unwrap_or(share);
        self.moved[cut.divider as usize] = u16::try_from(share).ok();
        true
    }
}

/// So many cells for the first part that both keep the least, where there is
/// room for that.
fn bounded(first: u16, whole: u16, least: u16) -> u16 {
    let least = least.min(whole / 2);
    first.clamp(least, whole - least)
}

impl Cut {
    /// Whether a place is on the divider: the frames on both sides of it.
    pub fn holds(&self, at: Position) -> bool {
        let (along, across) = if self.upright { (at.x, at.y) } else { (at.y, at.x) };
        let (start, length) = if self.upright { (self.area.y, self.area.height) } else { (self.area.x, self.area.width) };
        (along == self.at || along + 1 == self.at) && (start..start + length).contains(&across)
    }

    /// Where it goes for a pane to grow by so many cells, or to shrink; none
    /// where the pane is not beside it.
    pub fn for_pane(&self, pane: Rect, by: i16) -> Option<u16> {
        let (start, end) = if self.upright { (pane.x, pane.right()) } else { (pane.y, pane.bottom()) };
        match (end == self.at, start == self.at) {
            (true, _) => self.at.checked_add_signed(by),
            (false, true) => self.at.checked_add_signed(-by),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect::new(10, 2, 140, 40);

    fn cut(dividers: &Dividers, area: Rect) -> (u16, Cut) {
        let mut cuts = Vec::new();
        let [first, second] = dividers.columns(Divider::Path, area, 60, &mut cuts);
        assert_eq!((first.width + second.width, second.x), (area.width, area.x + first.width));
        (first.width, cuts.remove(0))
    }

    #[test]
    fn a_divider_stays_where_it_was_put() {
        let mut dividers = Dividers::default();
        assert_eq!(cut(&dividers, AREA).0, 60);
        for at in 36..=124 {
            let before = cut(&dividers, AREA).1;
            assert_eq!(dividers.put(&before, at), before.at != at);
            assert_eq!(cut(&dividers, AREA).1.at, at);
        }
    }

    #[test]
    fn it_leaves_room_on_both_sides_and_keeps_its_share() {
        let mut dividers = Dividers::default();
        dividers.put(&cut(&dividers.clone(), AREA).1, 0);
        assert_eq!(cut(&dividers, AREA).0, 26);
        dividers.put(&cut(&dividers.clone(), AREA).1, u16::MAX);
        assert_eq!(cut(&dividers, AREA).0, 114);
        dividers.put(&cut(&dividers.clone(), AREA).1, 80);
        assert_eq!(cut(&dividers, Rect { width: 70, ..AREA }).0, 35);
        assert!(cut(&dividers, Rect { width: 1, ..AREA }).0 <= 1);
        assert_eq!(cut(&dividers, Rect { width: 0, ..AREA }).0, 0);
    }

    #[test]
    fn a_pane_grows_on_the_side_where_it_meets_the_divider() {
        let (_, cut) = cut(&Dividers::default(), AREA);
        let (left, right) = (Rect { width: 60, ..AREA }, Rect { x: 70, width: 80, ..AREA });
        assert_eq!((cut.for_pane(left, 4), cut.for_pane(right, 4)), (Some(74), Some(66)));
        assert_eq!(cut.for_pane(Rect { x: 20, width: 10, ..AREA }, 4), None);
        assert!(cut.holds(Position::new(69, 2)) && cut.holds(Position::new(70, 41)));
        assert!(!cut.holds(Position::new(70, 42)) && !cut.holds(Position::new(71, 5)));
    }
}

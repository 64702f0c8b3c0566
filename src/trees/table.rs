//! Rows of features as the trees ask about them: feature by feature, so that what all rows have alike takes one number and is compared
//! once (one feature in five, on the median page), and what has few values takes half a byte a row (half of them).

use super::key;
use std::ops::Range;

/// Features whose numbers lie in one allocation.
const TOGETHER: usize = 16;
/// So many values are few: a place among them takes four bits.
pub(super) const FEW: usize = 16;
/// So many rows are put into the columns at a time.
const BATCH: usize = 16;

/// Where the numbers of a feature stand.
#[derive(Clone, Copy, Debug)]
enum Column {
    /// They are alike in all rows so far.
    Alike(i16),
    /// There are few of them: which list holds their places among these.
    Few(u16),
    /// In a list of their own.
    Apart(u16),
}

/// The numbers of one feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Keys<'t> {
    /// All are this.
    Alike(i16),
    /// Of each two rows their places, in four bits each, among those that there are.
    Few(&'t [u8], &'t [i16; FEW]),
    /// One a row.
    Apart(&'t [i16]),
}

impl Keys<'_> {
    /// The numbers of so many rows from `start`; anything where there is no such row.
    pub(super) fn of<const N: usize>(&self, start: usize) -> [i16; N] {
        let mut out = [i16::MIN; N];
        match self {
            Keys::Alike(alike) => out = [*alike; N],
            Keys::Few(places, known) => {
                out.iter_mut().enumerate().for_each(|(at, slot)| *slot = known[place(places, start + at)]);
            }
            Keys::Apart(keys) => {
                out.iter_mut().zip(keys.iter().skip(start)).for_each(|(slot, key)| *slot = *key);
            }
        }
        out
    }
}

/// Which of few values a row has; the first where there is no such row.
pub(super) fn place(places: &[u8], row: usize) -> usize {
    usize::from(places.get(row / 2).map_or(0, |pair| pair >> (row % 2 * 4)) & 15)
}

/// The place of a number among those known, where it is put if there is room; `None` if it would be one too many.
#[inline(always)]
fn place_of(known: &mut [i16; FEW], key: i16) -> Option<u8> {
    let first = known[0];
    for (place, known) in known.iter_mut().enumerate() {
        if *known == key {
            return Some(place as u8);
        }
        if *known == first && place > 0 {
            *known = key;
            return Some(place as u8);
        }
    }
    None
}

/// Lists of equal length, [`TOGETHER`] to an allocation.
#[derive(Clone, Debug)]
struct Lists<T> {
    length: usize,
    together: Vec<Vec<T>>,
    taken: usize,
}

impl<T: Copy + Default> Lists<T> {
    fn new(length: usize) -> Lists<T> {
        Lists { length, together: Vec::new(), taken: 0 }
    }

    /// Takes the next list.
    fn take(&mut self) -> u16 {
        if self.taken / TOGETHER == self.together.len() {
            self.together.push(vec![T::default(); TOGETHER * self.length]);
        }
        self.taken += 1;
        (self.taken - 1) as u16
    }

    fn range(&self, list: u16) -> Range<usize> {
        let start = usize::from(list) % TOGETHER * self.length;
        start..start + self.length
    }

    fn get(&self, list: u16) -> &[T] {
        self.together.get(usize::from(list) / TOGETHER).and_then(|lists| lists.get(self.range(list))).unwrap_or(&[])
    }

    fn get_mut(&mut self, list: u16) -> &mut [T] {
        let own = self.range(list);
        self.together.get_mut(usize::from(list) / TOGETHER).and_then(|lists| lists.get_mut(own)).unwrap_or(&mut [])
    }
}

/// The features of so many rows as keys.
#[derive(Clone, Debug)]
pub struct Table {
    rows: usize,
    filled: usize,
    /// Of each feature the keys of rows that are not yet among the column's, and how many rows these are.
    waiting: Vec<[i16; BATCH]>,
    count: usize,
    columns: Vec<Column>,
    /// Places among few values, two to a byte; and of each list the values, behind the last of which the first is repeated.
    places: Lists<u8>,
    known: Vec<[i16; FEW]>,
    /// Lists of places whose features turned out to have more than few values.
    spare: Vec<u16>,
    keys: Lists<i16>,
}

impl Table {
    /// A table for so many rows of so many features, none filled yet.
    pub fn new(rows: usize, features: usize) -> Table {
        Table {
            rows,
            filled: 0,
            waiting: vec![[0; BATCH]; features],
            count: 0,
            columns: vec![Column::Alike(0); features],
            places: Lists::new(rows.div_ceil(2)),
            known: Vec::new(),
            spare: Vec::new(),
            keys: Lists::new(rows),
        }
    }

    /// The same, filled from rows of numbers.
    pub fn of<'a>(rows: impl ExactSizeIterator<Item = &'a [f32]>) -> Table {
        let mut rows = rows.peekable();
        let features = rows.peek().map_or(0, |row| row.len());
        let mut table = Table::new(rows.len(), features);
        rows.for_each(|row| table.push(row));
        table
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Fills the next row. More rows than the table is for are not taken.
    pub fn push(&mut self, features: &[f32]) {
        self.fill(0..self.columns.len(), features);
    }

    /// Takes down a row of the features `own`; every [`BATCH`] rows, and with the last, their keys go to the columns.
    fn fill(&mut self, own: Range<usize>, features: &[f32]) {
        if self.filled + self.count >= self.rows {
            return;
        }
        let row = self.count;
        for (waiting, value) in self.waiting.get_mut(own.clone()).into_iter().flatten().zip(features) {
            waiting[row] = key(*value);
        }
        self.count += 1;
        if self.count == BATCH || self.filled + self.count == self.rows {
            own.for_each(|feature| self.fill_column(feature));
            self.filled += self.count;
            self.count = 0;
        }
    }

    /// Adds the keys of the next rows to a feature's.
    fn fill_column(&mut self, feature: usize) {
        let (Some(column), Some(waiting)) = (self.columns.get_mut(feature), self.waiting.get(feature)) else { return };
        let (mut at, mut rest) = (self.filled, waiting.get(..self.count).unwrap_or(&[]));
        if let Column::Alike(alike) = column {
            if at == 0 {
                *alike = rest.first().copied().unwrap_or(0);
            }
            let Some(other) = rest.iter().position(|key| key != alike) else { return };
            (at, rest) = (at + other, rest.get(other..).unwrap_or(&[]));
            let list = self.spare.pop().unwrap_or_else(|| {
                self.known.push([0; FEW]);
                self.places.take()
            });
            self.places.get_mut(list).fill(0);
            self.known.get_mut(usize::from(list)).into_iter().for_each(|known| *known = [*alike; FEW]);
            *column = Column::Few(list);
        }
        if let Column::Few(list) = column {
            let Some(known) = self.known.get_mut(usize::from(*list)) else { return };
            let places = self.places.get_mut(*list);
            let (mut many, mut last, mut last_key) = (None, 0, known[0]);
            for (row, key) in rest.iter().enumerate() {
                if *key != last_key {
                    let Some(place) = place_of(known, *key) else {
                        many = Some(row);
                        break;
                    };
                    (last, last_key) = (place, *key);
                }
                let row = at + row;
                if let Some(pair) = places.get_mut(row / 2) {
                    *pair |= last << (row % 2 * 4);
                }
            }
            let Some(many) = many else { return };
            (at, rest) = (at + many, rest.get(many..).unwrap_or(&[]));
            let own = self.keys.take();
            let slots = self.keys.get_mut(own).iter_mut().take(at);
            slots.enumerate().for_each(|(row, slot)| *slot = known[place(places, row)]);
            self.spare.push(*list);
            *column = Column::Apart(own);
        }
        if let Column::Apart(list) = column {
            self.keys.get_mut(*list).iter_mut().skip(at).zip(rest).for_each(|(slot, key)| *slot = *key);
        }
    }

    /// Puts numbers in the place of those of the features from `first`, row by row.
    pub fn replace<const N: usize>(&mut self, first: usize, numbers: impl Iterator<Item = [f32; N]>) {
        (self.filled, self.count) = (0, 0);
        let own = first..self.columns.len().min(first + N);
        for column in self.columns.get_mut(own.clone()).into_iter().flatten() {
            if let Column::Few(list) = column {
                self.spare.push(*list);
            }
            *column = Column::Alike(0);
        }
        numbers.for_each(|numbers| self.fill(own.clone(), &numbers));
    }

    /// The numbers of a feature. Of a feature that is not given all are 0.
    pub(super) fn column(&self, feature: usize) -> Keys<'_> {
        match self.columns.get(feature) {
            None => Keys::Alike(0),
            Some(Column::Alike(alike)) => Keys::Alike(*alike),
            Some(Column::Few(list)) => match self.known.get(usize::from(*list)) {
                Some(known) => Keys::Few(self.places.get(*list), known),
                None => Keys::Alike(0),
            },
            Some(Column::Apart(list)) => Keys::Apart(self.keys.get(*list)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of a feature in all rows.
    fn all(table: &Table, feature: usize) -> Vec<i16> {
        (0..table.rows()).map(|row| table.column(feature).of::<1>(row)[0]).collect()
    }

    #[test]
    fn what_is_alike_is_one_number_and_what_is_not_is_one_a_row() {
        let rows = [[1.0, 5.0, 0.0], [1.0, 6.0, 0.0], [1.0, 5.0, 2.0]];
        let mut table = Table::of(rows.iter().map(|row| row.as_slice()));
        assert_eq!(table.column(0), Keys::Alike(key(1.0)));
        assert_eq!(all(&table, 1), [5.0, 6.0, 5.0].map(key));
        assert_eq!(all(&table, 2), [0.0, 0.0, 2.0].map(key));
        assert_eq!(table.column(3), Keys::Alike(0));
        table.push(&[9.0; 3]);
        table.replace(1, [[7.0, 3.0], [7.0, 4.0], [7.0, 3.0]].into_iter());
        assert_eq!((table.rows(), table.column(1)), (3, Keys::Alike(key(7.0))));
        assert_eq!(all(&table, 2), [3.0, 4.0, 3.0].map(key));
    }

    #[test]
    fn a_feature_of_more_than_few_values_is_kept_whole() {
        // Features of 1 to 60 values, so that lists of few fill up one after the other and are used again.
        let of = |row: usize| (0..60).map(|feature| (row * 7 % (feature + 1)) as f32).collect::<Vec<f32>>();
        let rows: Vec<Vec<f32>> = (0..61).map(of).collect();
        let mut table = Table::of(rows.iter().map(Vec::as_slice));
        for feature in 0..60 {
            assert_eq!(all(&table, feature), rows.iter().map(|row| key(row[feature])).collect::<Vec<i16>>());
        }
        assert!(matches!(table.column(15), Keys::Few(..)) && matches!(table.column(16), Keys::Apart(..)));
        let numbers: Vec<[f32; 2]> = (0..61).map(|row| [(row % 3) as f32, row as f32]).collect();
        table.replace(14, numbers.iter().copied());
        for (feature, place) in [(14, 0), (15, 1)] {
            assert_eq!(all(&table, feature), numbers.iter().map(|row| key(row[place])).collect::<Vec<i16>>());
        }
        assert_eq!(all(&table, 13), rows.iter().map(|row| key(row[13])).collect::<Vec<i16>>());
    }
}

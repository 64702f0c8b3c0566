//! Rows of features as the trees ask about them: feature by feature, so that what all rows have alike takes one number and is compared
//! once (two features in five, on the median page).

use super::key;
use std::ops::Range;

/// Features whose numbers lie in one allocation.
const TOGETHER: usize = 16;

/// Where the numbers of a feature stand.
#[derive(Clone, Copy, Debug)]
enum Column {
    /// They are alike in all rows so far.
    Alike(i16),
    /// In a list: which allocation holds it, and where it starts there.
    Apart(u16, u32),
}

/// The features of so many rows as keys.
#[derive(Clone, Debug)]
pub struct Table {
    rows: usize,
    filled: usize,
    columns: Vec<Column>,
    /// Lists of `rows` keys each, [`TOGETHER`] to an allocation.
    lists: Vec<Vec<i16>>,
    /// How many lists are taken.
    taken: usize,
}

impl Table {
    /// A table for so many rows of so many features, none filled yet.
    pub fn new(rows: usize, features: usize) -> Table {
        Table { rows, filled: 0, columns: vec![Column::Alike(0); features], lists: Vec::new(), taken: 0 }
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

    fn fill(&mut self, own: Range<usize>, features: &[f32]) {
        let at = self.filled;
        if at >= self.rows {
            return;
        }
        self.filled += 1;
        let Table { rows, columns, lists, taken, .. } = self;
        for (column, value) in columns.get_mut(own).into_iter().flatten().zip(features) {
            let key = key(*value);
            match column {
                Column::Apart(lists_at, start) => {
                    let slot =
                        lists.get_mut(usize::from(*lists_at)).and_then(|list| list.get_mut(*start as usize + at));
                    slot.into_iter().for_each(|slot| *slot = key);
                }
                Column::Alike(alike) if *alike == key => {}
                Column::Alike(alike) if at == 0 => *alike = key,
                Column::Alike(alike) => {
                    let before = *alike;
                    *column = Column::Apart((*taken / TOGETHER) as u16, (*taken % TOGETHER * *rows) as u32);
                    let list = take(lists, taken, *rows);
                    list.iter_mut().take(at).for_each(|slot| *slot = before);
                    list.get_mut(at).into_iter().for_each(|slot| *slot = key);
                }
            }
        }
    }

    /// Puts numbers in the place of those of the features from `first`, row by row.
    pub fn replace<const N: usize>(&mut self, first: usize, numbers: impl Iterator<Item = [f32; N]>) {
        self.filled = 0;
        let own = first..self.columns.len().min(first + N);
        self.columns.get_mut(own.clone()).into_iter().flatten().for_each(|column| *column = Column::Alike(0));
        numbers.for_each(|numbers| self.fill(own.clone(), &numbers));
    }

    /// What all rows have alike of a feature, or the numbers of each. Of a feature that is not given all are 0.
    pub(super) fn column(&self, feature: usize) -> Result<i16, &[i16]> {
        match self.columns.get(feature) {
            None => Ok(0),
            Some(Column::Alike(alike)) => Ok(*alike),
            Some(Column::Apart(lists, start)) => {
                let start = *start as usize;
                let own = self.lists.get(usize::from(*lists)).and_then(|lists| lists.get(start..start + self.rows));
                Err(own.unwrap_or(&[]))
            }
        }
    }
}

/// Takes the next list.
fn take<'a>(lists: &'a mut Vec<Vec<i16>>, taken: &mut usize, rows: usize) -> &'a mut [i16] {
    let list = *taken;
    *taken += 1;
    if list / TOGETHER == lists.len() {
        lists.push(vec![0; TOGETHER * rows]);
    }
    let start = list % TOGETHER * rows;
    lists.get_mut(list / TOGETHER).and_then(|lists| lists.get_mut(start..start + rows)).unwrap_or(&mut [])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_is_one_number_and_what_is_not_is_one_a_row() {
        let rows = [[1.0, 5.0, 0.0], [1.0, 6.0, 0.0], [1.0, 5.0, 2.0]];
        let mut table = Table::of(rows.iter().map(|row| row.as_slice()));
        assert_eq!(table.column(0), Ok(key(1.0)));
        assert_eq!(table.column(1), Err(&[5.0, 6.0, 5.0].map(key)[..]));
        assert_eq!(table.column(2), Err(&[0.0, 0.0, 2.0].map(key)[..]));
        assert_eq!(table.column(3), Ok(0));
        table.push(&[9.0; 3]);
        table.replace(1, [[7.0, 3.0], [7.0, 4.0], [7.0, 3.0]].into_iter());
        assert_eq!((table.rows(), table.column(1)), (3, Ok(key(7.0))));
        assert_eq!(table.column(2), Err(&[3.0, 4.0, 3.0].map(key)[..]));
    }

    #[test]
    fn many_features_stand_in_several_lists() {
        let rows: Vec<Vec<f32>> = (0..3).map(|row| (0..50).map(|feature| (row * feature) as f32).collect()).collect();
        let table = Table::of(rows.iter().map(Vec::as_slice));
        for feature in 1..50 {
            let expected: Vec<i16> = rows.iter().map(|row| key(row[feature])).collect();
            assert_eq!(table.column(feature), Err(expected.as_slice()));
        }
    }
}

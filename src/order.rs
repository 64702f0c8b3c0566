//! One sort and one hash for the whole module: every further instance of the standard library's sort costs the module about
//! 5 KB, and its hash is slow on the short keys that stand here.

use std::hash::{BuildHasher, Hash};

/// A map under the module's one hash. Its order is not to be relied on.
pub type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// A set under the module's one hash. Its order is not to be relied on.
pub type HashSet<K> = std::collections::HashSet<K, foldhash::fast::RandomState>;

/// Numbers things in the order in which they are first met: what is known of each stands in a list beside. One kind of map serves all:
/// every further kind costs the module 1 KB. Told apart by a seeded hash of 64 bits.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    seed: foldhash::fast::RandomState,
    known: HashMap<u64, u32>,
}

impl Numbers {
    /// The number of a thing; a new one if it is met for the first time.
    pub fn of<K: Hash + ?Sized>(&mut self, key: &K) -> usize {
        let next = self.known.len() as u32;
        *self.known.entry(self.seed.hash_one(key)).or_insert(next) as usize
    }

    /// The number of a thing met before.
    pub fn get<K: Hash + ?Sized>(&self, key: &K) -> Option<usize> {
        self.known.get(&self.seed.hash_one(key)).map(|number| *number as usize)
    }

    /// Whether a thing is met for the first time; it is known from now on.
    pub fn is_new<K: Hash + ?Sized>(&mut self, key: &K) -> bool {
        let before = self.known.len();
        self.of(key) == before
    }

    /// The entry of a list that belongs to a thing, made if it is met for the first time.
    pub fn entry<'a, K: Hash + ?Sized, V: Default>(&mut self, list: &'a mut Vec<V>, key: &K) -> Option<&'a mut V> {
        let number = self.of(key);
        if number == list.len() {
            list.push(V::default());
        }
        list.get_mut(number)
    }
}

/// The places of items in ascending order of their keys; equal keys stay in the order they came in.
pub fn ascending(keys: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut order: Vec<(u64, u32)> = keys.zip(0_u32..).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, place)| place as usize).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn things_are_numbered_as_they_come() {
        let mut numbers = super::Numbers::default();
        assert_eq!(["a", "b", "a", "c"].map(|key| numbers.of(key)), [0, 1, 0, 2]);
        assert_eq!((numbers.get("c"), numbers.get("d")), (Some(2), None));
        assert!(numbers.is_new("d") && !numbers.is_new("a"));
        let mut list: Vec<u32> = vec![7, 8, 9, 10];
        numbers.entry(&mut list, "e").into_iter().for_each(|slot| *slot += 1);
        assert_eq!(list, [7, 8, 9, 10, 1]);
    }

    #[test]
    fn equal_keys_keep_their_order() {
        assert_eq!(super::ascending([3, 1, 3, 0].into_iter()), [3, 1, 0, 2]);
    }
}

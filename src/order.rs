//! One sort and one hash for the whole module: every further instance of the standard library's sort costs the module about
//! 5 KB, and its hash is slow on the short keys that stand here.

/// A map under the module's one hash. Its order is not to be relied on.
pub type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// A set under the module's one hash. Its order is not to be relied on.
pub type HashSet<K> = std::collections::HashSet<K, foldhash::fast::RandomState>;

/// The places of items in ascending order of their keys; equal keys stay in the order they came in.
pub fn ascending(keys: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut order: Vec<(u64, u32)> = keys.zip(0_u32..).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, place)| place as usize).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn equal_keys_keep_their_order() {
        assert_eq!(super::ascending([3, 1, 3, 0].into_iter()), [3, 1, 0, 2]);
    }
}

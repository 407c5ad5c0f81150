//! The random numbers of the workload: mulberry32, so that every language draws the same.

/// mulberry32 over `u32`.
#[derive(Debug, Clone)]
pub struct Rng(u32);

impl Rng {
    /// Numbers from a seed.
    pub const fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x6D2B_79F5);
        let mut t = self.0;
        t = (t ^ (t >> 15)).wrapping_mul(t | 0x1);
        t ^= t.wrapping_add((t ^ (t >> 7)).wrapping_mul(t | 0x3D));
        t ^ (t >> 14)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u32) -> u32 {
        let scaled = (u64::from(self.next()) * u64::from(n)) >> 32;
        u32::try_from(scaled).unwrap_or_default()
    }

    /// One of a list, which must not be empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let drawn = self.below(u32::try_from(list.len()).unwrap_or(u32::MAX));
        list.get(drawn as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    /// What `mulberry32(42)` draws in JavaScript.
    #[test]
    fn draws_as_javascript_does() {
        let mut rng = Rng::new(42);
        let drawn: Vec<u32> = (0..4).map(|_| rng.next()).collect();
        assert_eq!(drawn, [2_581_720_956, 1_925_393_290, 3_661_312_704, 2_876_485_805]);
    }
}

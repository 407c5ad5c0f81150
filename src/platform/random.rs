//! Randomness from the browser's cryptographic generator.

use super::PlatformError;

/// Fresh random bytes.
///
/// # Errors
/// When the browser has no generator.
pub fn bytes<const N: usize>() -> Result<[u8; N], PlatformError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|why| PlatformError::Failed(why.to_string()))?;
    Ok(bytes)
}

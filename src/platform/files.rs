//! Files that a person chose or photographed, and pictures of them.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Event, File, HtmlCanvasElement, HtmlElement, HtmlInputElement,
    ImageBitmap, Url,
};

use super::{PlatformError, lifecycle};

/// A file as it was chosen.
#[derive(Debug, Clone)]
pub struct Picked(File);

impl Picked {
    /// What it is called.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let size = self.0.size() as u64;
        size
    }

    /// What is in it.
    ///
    /// # Errors
    /// When it cannot be read, such as from a card that was pulled.
    pub async fn bytes(&self) -> Result<Vec<u8>, PlatformError> {
        bytes(&self.0).await
    }

    /// Its first bytes.
    ///
    /// # Errors
    /// As [`Picked::bytes`].
    pub async fn head(&self) -> Result<Vec<u8>, PlatformError> {
        bytes(&self.0.slice_with_i32_and_i32(0, 16)?).await
    }

    /// The picture in it as a JPEG whose longer side has at most `side` pixels. It is drawn anew, so that nothing
    /// of what the camera wrote beside it (place, time, device) is left.
    ///
    /// # Errors
    /// When it is not a picture that this browser can read.
    pub async fn picture(&self, side: u32, quality: f64) -> Result<Vec<u8>, PlatformError> {
        let window = web_sys::window().ok_or(PlatformError::Missing("window"))?;
        let bitmap = JsFuture::from(window.create_image_bitmap_with_blob(&self.0)?).await?;
        let bitmap: ImageBitmap = bitmap.dyn_into()?;
        let drawn = draw(&bitmap, side, quality).await;
        bitmap.close();
        drawn
    }
}

/// The files of a file input's event. The input is emptied, so that the same file can be chosen again.
pub fn picked(event: &Event) -> Vec<Picked> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = input.files().map(|files| (0..files.length()).filter_map(|n| files.get(n)).map(Picked).collect());
    input.set_value("");
    files.unwrap_or_default()
}

/// An address under which this page shows bytes that it holds; freed when dropped.
#[derive(Debug)]
pub struct LocalUrl(String);

impl LocalUrl {
    /// An address of `bytes`.
    ///
    /// # Errors
    /// What the browser says.
    pub fn new(bytes: &[u8], media: &str) -> Result<Self, PlatformError> {
        let options = BlobPropertyBag::new();
        options.set_type(media);
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        Ok(Self(Url::create_object_url_with_blob(&blob)?))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for LocalUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// How long the browser may take to fetch what it is to save, in milliseconds.
const FETCHED: u32 = 60_000;

/// Hands bytes to the browser to be saved as a file where downloads go.
///
/// # Errors
/// What the browser says.
pub fn save(name: &str, bytes: &[u8], media: &str) -> Result<(), PlatformError> {
    let url = LocalUrl::new(bytes, media)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(PlatformError::Missing("document"))?;
    let link: HtmlElement = document.create_element("a")?.dyn_into().map_err(JsValue::from)?;
    link.set_attribute("href", url.as_str())?;
    link.set_attribute("download", name)?;
    link.click();
    lifecycle::after(FETCHED, move || drop(url));
    Ok(())
}

async fn bytes(blob: &Blob) -> Result<Vec<u8>, PlatformError> {
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec())
}

async fn draw(bitmap: &ImageBitmap, side: u32, quality: f64) -> Result<Vec<u8>, PlatformError> {
    let (width, height) = fitted(bitmap.width(), bitmap.height(), side);
    let document = web_sys::window().and_then(|window| window.document()).ok_or(PlatformError::Missing("document"))?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into().map_err(JsValue::from)?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(PlatformError::Missing("canvas"))?;
    let context: CanvasRenderingContext2d = context.dyn_into().map_err(JsValue::from)?;
    // JPEG knows no transparency.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width.into(), height.into());
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width.into(), height.into())?;
    let promise = Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: JsValue| drop(resolve.call1(&JsValue::NULL, &blob)));
        let _ = canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), "image/jpeg", &quality.into());
    });
    // Where there is no memory for it the browser gives null.
    let blob: Blob = JsFuture::from(promise).await?.dyn_into()?;
    bytes(&blob).await
}

/// Width and height scaled down so that neither is more than `side`.
fn fitted(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= side {
        return (width.max(1), height.max(1));
    }
    let scaled = |length: u32| {
        let rounded = (u64::from(length) * u64::from(side) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(rounded).unwrap_or(side).max(1)
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn a_picture_keeps_its_shape() {
        assert_eq!(fitted(4000, 3000, 1280), (1280, 960));
        assert_eq!(fitted(3000, 4000, 1280), (960, 1280));
        assert_eq!(fitted(800, 600, 1280), (800, 600));
        assert_eq!(fitted(60_000, 1, 1280), (1280, 1));
    }
}

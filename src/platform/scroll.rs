//! A long list on the page: where its parts stand, told as the page scrolls and when it is printed.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Element, EventTarget};

/// What happened to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Something else is in view, or the window has another size. At most once a frame.
    Moved,
    /// It is about to be printed.
    Printing,
    /// It was printed.
    Printed,
}

/// Where a part of a list stands, in pixels from the top of the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Its upper edge.
    pub top: f64,
    /// How high it is.
    pub height: f64,
    /// Whether the focus is inside of it.
    pub focused: bool,
}

/// An event by its name, and what is to be done then.
type Listener = (&'static str, Closure<dyn Fn()>);

/// Is told of the page for as long as it is held.
pub struct Watch {
    window: EventTarget,
    listeners: Vec<Listener>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        for (event, work) in &self.listeners {
            let _ = self.window.remove_event_listener_with_callback(event, work.as_ref().unchecked_ref());
        }
    }
}

/// Tells what happens to the page.
pub fn watch(tell: impl Fn(Seen) + 'static) -> Option<Watch> {
    let window = web_sys::window()?;
    let tell = Rc::new(tell);
    let waiting = Rc::new(Cell::new(false));
    let moved = {
        let (window, tell) = (window.clone(), Rc::clone(&tell));
        move || {
            if waiting.replace(true) {
                return;
            }
            let (tell, waiting) = (Rc::clone(&tell), Rc::clone(&waiting));
            let frame: JsValue = Closure::once_into_js(move || {
                waiting.set(false);
                tell(Seen::Moved);
            });
            let _ = window.request_animation_frame(frame.unchecked_ref());
        }
    };
    let printing = move |seen: Seen| {
        let tell = Rc::clone(&tell);
        Closure::<dyn Fn()>::new(move || tell(seen))
    };
    let listeners = vec![
        ("scroll", Closure::<dyn Fn()>::new(moved.clone())),
        ("resize", Closure::<dyn Fn()>::new(moved)),
        ("beforeprint", printing(Seen::Printing)),
        ("afterprint", printing(Seen::Printed)),
    ];
    let window: EventTarget = window.into();
    for (event, work) in &listeners {
        let _ = window.add_event_listener_with_callback(event, work.as_ref().unchecked_ref());
    }
    Some(Watch { window, listeners })
}

/// How high the window is.
pub fn window_height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or_default()
}

/// Where an element stands.
pub fn part(element: &Element) -> Part {
    let active = web_sys::window().and_then(|window| window.document()?.active_element());
    let rect = element.get_bounding_client_rect();
    let focused = active.is_some_and(|active| element.contains(Some(&active)));
    Part { top: rect.top(), height: rect.height(), focused }
}

/// Where those of an element's children that a selector finds stand.
pub fn parts(list: &Element, selector: &str) -> Vec<Part> {
    let Ok(found) = list.query_selector_all(selector) else { return Vec::new() };
    let all = (0..found.length()).filter_map(|n| found.get(n)?.dyn_into::<Element>().ok());
    all.map(|one| part(&one)).collect()
}

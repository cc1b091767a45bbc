//! Follows news from the server while a page is open, so that it loads anew what has changed.
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{Event, EventSource, MessageEvent};

const ADDRESS: &str = "/events";
/// The connection is there, at first or again: what happened meanwhile was not told.
const OPEN: &str = "open";
/// News may be missing.
const RESYNC: &str = "resync";
/// How often a page looks by itself, since no news may get through to it; and how often at the most: a page that is
/// forgotten in some tab must not keep its login alive.
const LOOK_INTERVAL_SECONDS: u64 = 15;
const LOOKS_MAX: u32 = 40;

/// Calls `look` whenever there may be news of this kind about what `about` names, and rests while that names nothing.
pub fn follow(kind: &'static str, about: RwSignal<Option<String>>, look: impl Fn() + 'static) {
    let look: Rc<dyn Fn()> = Rc::new(look);
    // Each answer names it again: only another name is another connection.
    let about = Memo::new(move |_| about.get());
    let again = Trigger::new();
    let looks = StoredValue::new(0_u32);
    Effect::new(move |_| {
        again.track();
        let Some(about) = about.get() else { return };
        // It is closed when it is dropped: with the page, or before the next one.
        let connection = StoredValue::new_local(connect(kind, about, look.clone()));
        let look = look.clone();
        let tick = move || {
            if looks.get_value() >= LOOKS_MAX {
                return;
            }
            looks.update_value(|count| *count += 1);
            look();
            if connection.try_with_value(Connection::is_over) == Some(true) {
                again.notify();
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(LOOK_INTERVAL_SECONDS)) {
            on_cleanup(move || handle.clear());
        }
    });
}

/// A connection and what hears it. After a lost connection the browser makes another by itself; after a refusal not.
struct Connection {
    source: Option<EventSource>,
    _heard: Closure<dyn Fn(Event)>,
}

impl Connection {
    fn is_over(&self) -> bool {
        self.source.as_ref().is_none_or(|source| source.ready_state() == EventSource::CLOSED)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(source) = &self.source {
            source.close();
        }
    }
}

fn connect(kind: &'static str, about: String, look: Rc<dyn Fn()>) -> Connection {
    let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let news = event.dyn_ref::<MessageEvent>().filter(|event| event.type_() == kind);
        let subject = news.and_then(|event| event.data().as_string());
        if subject.is_none_or(|subject| subject == about) {
            look();
        }
    });
    let source = EventSource::new(ADDRESS).ok();
    if let Some(source) = &source {
        for name in [OPEN, RESYNC, kind] {
            // It refuses nothing that is a function.
            let _ = source.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
        }
    }
    Connection { source, _heard: heard }
}

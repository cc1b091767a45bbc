//! Follows news from the server while a page is open, so that it loads anew what has changed.
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
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
/// What news of the customer is about, whoever that is.
const OWN: &str = "own";
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
        let connection = StoredValue::new_local(Connection::new(kind, about, Opening::Tells, look.clone()));
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

/// Calls `look` at every piece of one's own news of this kind, as long as the page is seen. Unlike [`follow`] it never looks
/// by itself: for what every page shows, and loads anew with each page anyway.
pub fn hear(kind: &'static str, look: impl Fn() + 'static) {
    let look: Rc<dyn Fn()> = Rc::new(look);
    Effect::new(move |_| {
        let connect = {
            let look = look.clone();
            move || Connection::new(kind, OWN.to_owned(), Opening::TellsAgain, look.clone())
        };
        let connection = StoredValue::new_local(Some(connect()));
        let look = look.clone();
        // A browser has few connections to a site: pages that nobody sees leave them to the others.
        let handle = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                connection.set_value(None);
            } else if connection.with_value(Option::is_none) {
                connection.set_value(Some(connect()));
                look();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Whether the page has to be loaded anew when the connection opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Tells,
    /// Only when it was open before.
    TellsAgain,
}

/// The stream of the document, shared by all that follow. It is closed when nobody does any more.
struct Stream(EventSource);

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.close();
    }
}

thread_local! {
    static STREAM: RefCell<Weak<Stream>> = const { RefCell::new(Weak::new()) };
}

/// After a lost connection the browser makes another by itself; after a refusal the next one who asks does.
fn stream() -> Option<Rc<Stream>> {
    STREAM.with_borrow_mut(|kept| {
        let open = kept.upgrade().filter(|stream| stream.0.ready_state() != EventSource::CLOSED);
        let stream = match open {
            Some(stream) => stream,
            None => Rc::new(Stream(EventSource::new(ADDRESS).ok()?)),
        };
        *kept = Rc::downgrade(&stream);
        Some(stream)
    })
}

/// One follower's share of the stream.
struct Connection {
    stream: Option<Rc<Stream>>,
    names: [&'static str; 3],
    heard: Closure<dyn Fn(Event)>,
}

impl Connection {
    fn new(kind: &'static str, about: String, opening: Opening, look: Rc<dyn Fn()>) -> Self {
        let stream = stream();
        let is_open = stream.as_ref().is_some_and(|stream| stream.0.ready_state() == EventSource::OPEN);
        if is_open && opening == Opening::Tells {
            // It opened before anybody listened here.
            look();
        }
        let opened = Cell::new(is_open);
        let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let news = event.dyn_ref::<MessageEvent>().filter(|event| event.type_() == kind);
            let subject = news.and_then(|event| event.data().as_string());
            let first = event.type_() == OPEN && !opened.replace(true) && opening == Opening::TellsAgain;
            if !first && subject.is_none_or(|subject| subject == about) {
                look();
            }
        });
        let names = [OPEN, RESYNC, kind];
        if let Some(stream) = &stream {
            for name in names {
                // It refuses nothing that is a function.
                let _ = stream.0.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
            }
        }
        Self { stream, names, heard }
    }

    fn is_over(&self) -> bool {
        self.stream.as_ref().is_none_or(|stream| stream.0.ready_state() == EventSource::CLOSED)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(stream) = &self.stream {
            for name in self.names {
                let _ =
                    stream.0.remove_event_listener_with_callback(name, self.heard.as_ref().unchecked_ref());
            }
        }
    }
}

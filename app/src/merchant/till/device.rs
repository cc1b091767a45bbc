//! What a till asks of the device that it runs on: a sound, a screen that stays on, and to remember that it is muted.
//! All of it may be missing, and nothing depends on it.
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, Promise, Reflect};
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{AudioContext, OscillatorType, Storage};

/// The key of this device's memory.
const MUTED: &str = "drop.till.muted";
/// Two notes, a fifth apart, in hertz; when each begins, in seconds.
const NOTES: [(f32, f64); 2] = [(880.0, 0.0), (1_318.5, 0.14)];
const NOTE_SECONDS: f64 = 0.28;
const LOUDNESS: f32 = 0.2;
/// An exponential fall never reaches nothing.
const SILENCE: f32 = 0.001;

/// Whether this device keeps quiet.
#[derive(Clone, Copy)]
pub struct Muted(RwSignal<bool>);

impl Muted {
    /// As it was left the last time. Known once the page is awake.
    #[must_use]
    pub fn remembered() -> Self {
        let muted = RwSignal::new(false);
        Effect::new(move |_| {
            let kept = memory().and_then(|memory| memory.get_item(MUTED).ok()).flatten();
            muted.set(kept.is_some());
        });
        Self(muted)
    }

    #[must_use]
    pub fn get(self) -> bool {
        self.0.get()
    }

    #[must_use]
    pub fn now(self) -> bool {
        self.0.get_untracked()
    }

    pub fn toggle(self) {
        self.0.update(|muted| *muted = !*muted);
        if let Some(memory) = memory() {
            // A device that forgets is one that makes a sound again.
            let _ = if self.now() { memory.set_item(MUTED, "1") } else { memory.remove_item(MUTED) };
        }
    }
}

fn memory() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// A short sound: somebody has paid.
pub fn chime() {
    // A browser that lets nobody make a sound is no reason to do anything else.
    let _ = play();
}

fn play() -> Result<(), JsValue> {
    let audio = AudioContext::new()?;
    for (pitch, after) in NOTES {
        #[expect(clippy::float_arithmetic, reason = "moments of a sound, no money")]
        let (begin, end) = (audio.current_time() + after, audio.current_time() + after + NOTE_SECONDS);
        let (note, gain) = (audio.create_oscillator()?, audio.create_gain()?);
        note.set_type(OscillatorType::Sine);
        note.frequency().set_value(pitch);
        gain.gain().set_value_at_time(LOUDNESS, begin)?;
        gain.gain().exponential_ramp_to_value_at_time(SILENCE, end)?;
        note.connect_with_audio_node(&gain)?.connect_with_audio_node(&audio.destination())?;
        note.start_with_when(begin)?;
        note.stop_with_when(end)?;
    }
    Ok(())
}

/// Keeps the screen on as long as this holds. The browser lets it go whenever the page is hidden, so it is asked again
/// when the page comes back.
pub fn stay_awake_while(wanted: impl Fn() -> bool + Copy + Send + Sync + 'static) {
    let shown_again = Trigger::new();
    Effect::new(move |_| {
        let handle = window_event_listener_untyped("visibilitychange", move |_| shown_again.notify());
        on_cleanup(move || handle.remove());
    });
    Effect::new(move |_| {
        shown_again.track();
        if !wanted() || document().hidden() {
            return;
        }
        let Some(asked) = ask_to_stay_awake() else { return };
        let given = StoredValue::new_local(asked.clone());
        // A refusal (a battery that runs low) is heard, so that it is no error of the page.
        spawn_local(async move {
            let _ = JsFuture::from(asked).await;
        });
        on_cleanup(move || {
            if let Some(given) = given.try_get_value() {
                spawn_local(async move {
                    if let Ok(lock) = JsFuture::from(given).await {
                        let_go(&lock);
                    }
                });
            }
        });
    });
}

/// `navigator.wakeLock.request("screen")`, where there is one.
fn ask_to_stay_awake() -> Option<Promise> {
    let lock = Reflect::get(&window().navigator(), &"wakeLock".into()).ok()?;
    method(&lock, "request")?.call1(&lock, &"screen".into()).ok()?.dyn_into().ok()
}

fn let_go(lock: &JsValue) {
    if let Some(release) = method(lock, "release") {
        let _ = release.call0(lock);
    }
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

//! The camera as a reader of codes, where the browser can read them itself (Barcode Detection API). Elsewhere a phone's
//! own camera app, a picture or the keyboard lead to the same page.
use std::cell::RefCell;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Function, Object, Promise, Reflect, global};
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, PostAction};

/// How often a picture of the camera is looked at.
const LOOK_INTERVAL_MILLIS: u64 = 250;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CameraState {
    /// This browser cannot read codes, or is not awake yet.
    Absent,
    Off,
    Starting,
    On,
    /// Whoever sits here has said no, now or before.
    Refused,
    /// There is none, or another program has it.
    Missing,
}

/// Posts what the camera sees to `found`.
#[component]
pub fn Camera(found: PostAction) -> impl IntoView {
    let state = RwSignal::new(CameraState::Absent);
    let video = NodeRef::<leptos::html::Video>::new();
    // Effects run in browsers alone: on the server there is no camera to let go of, and whichever thread ends a page
    // would touch what belongs to another.
    Effect::new(move |_| {
        if can_scan() {
            state.set(CameraState::Off);
        }
        on_cleanup(let_go);
    });
    let start = move |_| {
        state.set(CameraState::Starting);
        leptos::task::spawn_local(async move {
            match open_camera().await {
                Ok(opened) if state.try_get_untracked() == Some(CameraState::Starting) => {
                    hold(opened);
                    state.set(CameraState::On);
                }
                // The page is gone meanwhile.
                Ok(opened) => stop(&opened),
                Err(why) => _ = state.try_set(why),
            }
        });
    };
    let end = move || {
        let_go();
        state.set(CameraState::Off);
    };
    look_while_on(state, video, move |text| {
        end();
        found.send(&[("form[text]", &text)]);
    });
    view! {
        {move || (state.get() != CameraState::Absent).then(|| view! {
            <section class="card stack scanner">
                <CameraNotice state=state />
                {move || match state.get() {
                    CameraState::On => view! { <Viewfinder video=video end=end /> }.into_any(),
                    _ => view! { <StartButton state=state start=start /> }.into_any(),
                }}
            </section>
        })}
    }
}

#[component]
fn Viewfinder(video: NodeRef<leptos::html::Video>, end: impl Fn() + 'static) -> impl IntoView {
    let locale = use_locale();
    view! {
        <video node_ref=video autoplay=true muted=true playsinline=true aria-label=td_string!(locale, pay.viewfinder)></video>
        <p class="quiet" role="status">{td_string!(locale, pay.hold_still)}</p>
        <button class="btn plain" type="button" on:click=move |_| end()>{td_string!(locale, pay.camera_stop)}</button>
    }
}

#[component]
fn StartButton(state: RwSignal<CameraState>, start: impl Fn(web_sys::MouseEvent) + 'static) -> impl IntoView {
    let locale = use_locale();
    let starting = move || state.get() == CameraState::Starting;
    view! {
        <button class="btn wide" type="button" on:click=start disabled=starting aria-busy=move || starting().to_string()>
            <Icon name=IconName::Qr />
            {td_string!(locale, pay.camera_start)}
        </button>
    }
}

/// Why the camera does not start, and what to do.
#[component]
fn CameraNotice(state: RwSignal<CameraState>) -> impl IntoView {
    let locale = use_locale();
    let text = move || match state.get() {
        CameraState::Refused => Some(td_string!(locale, pay.camera_refused)),
        CameraState::Missing => Some(td_string!(locale, pay.camera_missing)),
        _ => None,
    };
    view! {
        <div role="status">
            {move || text().map(|text| view! {
                <div class="notice wait">
                    <Icon name=IconName::Info />
                    <div><p>{text}</p></div>
                </div>
            })}
        </div>
    }
}

/// Looks at the camera's picture now and then, and tells what stands in it, once.
fn look_while_on(
    state: RwSignal<CameraState>,
    video: NodeRef<leptos::html::Video>,
    tell: impl Fn(String) + Copy + 'static,
) {
    Effect::new(move |_| {
        if state.get() != CameraState::On {
            return;
        }
        let (Some(video), Some(detector)) = (video.get(), detector()) else { return };
        show(&video);
        let looking = StoredValue::new(false);
        let tick = move || {
            if looking.try_get_value() != Some(false) {
                return;
            }
            looking.set_value(true);
            let (video, detector) = (video.clone(), detector.clone());
            leptos::task::spawn_local(async move {
                let text = read(&detector, &video).await;
                let _ = looking.try_set_value(false);
                if let Some(text) = text
                    && state.try_get_untracked() == Some(CameraState::On)
                {
                    tell(text);
                }
            });
        };
        if let Ok(handle) = set_interval_with_handle(tick, Duration::from_millis(LOOK_INTERVAL_MILLIS)) {
            on_cleanup(move || handle.clear());
        }
    });
}

thread_local! {
    /// What the camera sees while it is on. A document has one.
    static STREAM: RefCell<Option<MediaStream>> = const { RefCell::new(None) };
}

fn hold(stream: MediaStream) {
    STREAM.set(Some(stream));
}

fn let_go() {
    if let Some(stream) = STREAM.take() {
        stop(&stream);
    }
}

fn show(video: &HtmlVideoElement) {
    STREAM.with_borrow(|stream| video.set_src_object(stream.as_ref()));
    // It plays by itself; some browsers want to be asked.
    let _ = video.play();
}

fn stop(stream: &MediaStream) {
    for track in stream.get_tracks().iter() {
        if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
            track.stop();
        }
    }
}

/// The camera at the back of a phone, else any.
async fn open_camera() -> Result<MediaStream, CameraState> {
    let wanted = Object::new();
    let _ = Reflect::set(&wanted, &"facingMode".into(), &"environment".into());
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&wanted);
    let opened = async {
        let devices = window().navigator().media_devices()?;
        JsFuture::from(devices.get_user_media_with_constraints(&constraints)?).await?.dyn_into()
    };
    opened.await.map_err(|error: JsValue| match name_of(&error).as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraState::Refused,
        _ => CameraState::Missing,
    })
}

fn name_of(error: &JsValue) -> Option<String> {
    Reflect::get(error, &"name".into()).ok()?.as_string()
}

/// A camera that may be asked for, and something that reads codes.
fn can_scan() -> bool {
    let devices = Reflect::get(&window().navigator(), &"mediaDevices".into());
    devices.is_ok_and(|devices| devices.is_object()) && detector().is_some()
}

fn detector() -> Option<JsValue> {
    let class: Function = Reflect::get(&global(), &"BarcodeDetector".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"formats".into(), &Array::of1(&"qr_code".into())).ok()?;
    Reflect::construct(&class, &Array::of1(&options)).ok()
}

/// The text of the first code in a picture.
async fn read(detector: &JsValue, picture: &JsValue) -> Option<String> {
    let detect: Function = Reflect::get(detector, &"detect".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = detect.call1(detector, picture).ok()?.dyn_into().ok()?;
    let found: Array = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    Reflect::get(&found.get(0), &"rawValue".into()).ok()?.as_string()
}

/// Reads a chosen picture in the browser, where that is possible; the form sends it to the server otherwise.
pub fn read_in_browser(event: &web_sys::SubmitEvent, found: PostAction) {
    let form = event.target().and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
    let (Some(form), Some(detector)) = (form, detector()) else { return };
    let Some(picture) = chosen_picture(&form) else { return };
    event.prevent_default();
    leptos::task::spawn_local(async move {
        match read_file(&detector, &picture).await {
            Some(text) => found.send(&[("form[text]", &text)]),
            // The server's reader may see what the browser's does not.
            None => _ = form.submit(),
        }
    });
}

fn chosen_picture(form: &web_sys::HtmlFormElement) -> Option<web_sys::File> {
    let input = form.query_selector("input[type=file]").ok()??;
    input.dyn_into::<web_sys::HtmlInputElement>().ok()?.files()?.get(0)
}

async fn read_file(detector: &JsValue, picture: &web_sys::File) -> Option<String> {
    let bitmap = window().create_image_bitmap_with_blob(picture).ok()?;
    let bitmap = JsFuture::from(bitmap).await.ok()?;
    read(detector, &bitmap).await
}

//! One sale, for the customer on the other side of the counter: the amount, the code, and what becomes of it.
use domain::merchant::sale::SaleState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::merchant::till::api::{CancelSale, load_sale};
use crate::merchant::till::device::{Muted, chime, stay_awake_while};
use crate::merchant::till::model::{Sale, sale_path, till_path};
use crate::ui::{
    Countdown, ErrorSummary, Icon, IconName, PostAction, PostForm, follow, form_state, format, loaded,
    page_resource,
};

/// How often a browser without JavaScript looks.
const REFRESH_SECONDS: u32 = 5;

#[component]
pub fn SalePage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let place = Memo::new(move |_| {
        let param = |name| params.with(|params| params.get(name).unwrap_or_default());
        (param("shop"), param("code"))
    });
    let sale = page_resource(move || place.get(), |(shop, code)| load_sale(shop, code));
    view! {
        <Title text=td_string!(locale, till.title) />
        <main id="main" class="till" tabindex="-1">
            {loaded(sale, |sale| view! { <OneSale first=sale /> })}
        </main>
    }
}

/// The parts of the screen change in their places: a code that is loaded again would flicker under a phone's camera.
#[component]
fn OneSale(first: Sale) -> impl IntoView {
    let locale = use_locale();
    let (shop, code) = (first.shop.id.clone(), first.code.clone());
    let path = sale_path(&shop, &code);
    let amount = format::money(locale, first.amount);
    let (name, reference, till) =
        (first.shop.name.clone(), first.reference.clone(), till_path(shop.as_str()));
    let cancel = PostAction::to::<CancelSale, _>();
    let sale = RwSignal::new(first);
    let state = Memo::new(move |_| sale.with(|sale| sale.state));
    let open = Memo::new(move |_| sale.with(|sale| sale.open));
    let muted = Muted::remembered();
    live(sale, state, muted, cancel);
    view! {
        <div class=move || format!("till-sale {}", state.get())>
            <header class="till-top">
                <p class="quiet">{name}</p>
                <MuteButton muted=muted />
            </header>
            <h1 class="till-amount">{amount}</h1>
            {reference.map(|reference| view! { <p class="till-reference">{reference}</p> })}
            <p class="till-state" role="status">{move || state_text(state.get())}</p>
            <div class="till-code">
                {move || open.get().then(|| view! { <Picture sale=sale /> })}
                {move || (!open.get()).then(|| view! { <Sign state=state /> })}
            </div>
            {move || open.get().then(|| view! { <TimeLeft sale=sale /> })}
            <div class="form-actions">
                {move || open.get().then(|| view! { <Cancel sale=sale cancel=cancel /> })}
                <a class="btn plain" href=till>{td_string!(locale, till.new_sale)}</a>
            </div>
            <Refresh state=state path=path />
        </div>
    }
}

/// News of the shop, the time that is over and a sale that was cancelled are reasons to look how far this one is.
fn live(sale: RwSignal<Sale>, state: Memo<SaleState>, muted: Muted, cancel: PostAction) {
    let look = move || {
        let Some((shop, code)) =
            sale.try_with_untracked(|sale| (sale.shop.id.to_string(), sale.code.to_string()))
        else {
            return;
        };
        spawn_local(async move {
            // An answer that is lost on the way changes nothing; the next look will say.
            if let Ok(new) = load_sale(shop, code).await {
                let _ = sale.try_set(new);
            }
        });
    };
    provide_context(Look(Callback::new(move |()| look())));
    let about = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let over = state.get().is_over();
        about.set((!over).then(|| sale.with_untracked(|sale| sale.shop.id.to_string())));
    });
    follow("sale", about, look);
    Effect::new(move |before: Option<usize>| {
        let ended = cancel.version().get();
        if before.is_some_and(|before| before != ended) {
            look();
        }
        ended
    });
    Effect::new(move |before: Option<SaleState>| {
        let now = state.get();
        if now == SaleState::Paid && before.is_some_and(|before| before != now) && !muted.now() {
            chime();
        }
        now
    });
    stay_awake_while(move || {
        matches!(state.get(), SaleState::Waiting | SaleState::Approving | SaleState::Failed)
    });
}

/// Asks the server how far the sale is.
#[derive(Clone, Copy)]
struct Look(Callback<()>);

fn state_text(state: SaleState) -> &'static str {
    let locale = use_locale();
    match state {
        SaleState::Waiting => td_string!(locale, till.waiting),
        SaleState::Approving => td_string!(locale, till.approving),
        SaleState::Paid => td_string!(locale, till.paid),
        SaleState::Failed => td_string!(locale, till.failed),
        SaleState::Expired => td_string!(locale, till.expired),
        SaleState::Cancelled => td_string!(locale, till.cancelled),
    }
}

#[component]
fn Picture(sale: RwSignal<Sale>) -> impl IntoView {
    let locale = use_locale();
    let src = sale.with_untracked(|sale| format!("/shops/{}/codes/{}/code.svg", sale.shop.id, sale.code));
    view! { <img class="code-picture" src=src alt=td_string!(locale, till.code_alt) width="328" height="328" /> }
}

/// What became of the sale, to be seen from across the room.
#[component]
fn Sign(state: Memo<SaleState>) -> impl IntoView {
    move || {
        let name = match state.get() {
            SaleState::Paid => IconName::Check,
            SaleState::Waiting | SaleState::Approving => IconName::Clock,
            SaleState::Failed | SaleState::Expired | SaleState::Cancelled => IconName::Cross,
        };
        view! { <Icon name=name class="icon till-sign" /> }
    }
}

#[component]
fn TimeLeft(sale: RwSignal<Sale>) -> impl IntoView {
    let locale = use_locale();
    let (left, until) =
        sale.with_untracked(|sale| (sale.expires_at - sale.now, format::time(sale.expires_at)));
    let look = expect_context::<Look>().0;
    let words = td_string!(locale, till.holds_until, time = until.clone());
    view! { <Countdown left=left until=until words=words on_over=look /> }
}

#[component]
fn Cancel(sale: RwSignal<Sale>, cancel: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state("cancel-sale", cancel, Flash::default());
    let (shop, code) = sale.with_untracked(|sale| (sale.shop.id.to_string(), sale.code.to_string()));
    view! {
        <PostForm action=cancel>
            <ErrorSummary state=state />
            <input type="hidden" name="shop" value=shop />
            <input type="hidden" name="code" value=code />
            <button class="btn plain" type="submit" disabled=move || state.pending.get()>
                {td_string!(locale, till.cancel)}
            </button>
        </PostForm>
    }
}

/// The sound can be turned off; without JavaScript there is none, and the style hides the button.
#[component]
fn MuteButton(muted: Muted) -> impl IntoView {
    let locale = use_locale();
    view! {
        <button class="btn link small scripted" type="button" aria-pressed=move || muted.get().to_string() on:click=move |_| muted.toggle()>
            {td_string!(locale, till.mute)}
        </button>
    }
}

/// A browser without JavaScript loads the page again by itself, and when its user asks.
#[component]
fn Refresh(state: Memo<SaleState>, path: String) -> impl IntoView {
    let locale = use_locale();
    let moving =
        matches!(state.get_untracked(), SaleState::Waiting | SaleState::Approving | SaleState::Failed);
    let words = td_string!(locale, till.look);
    // Both are ours: a path of ids and a word of the dictionary.
    let html = format!(
        "<meta http-equiv=\"refresh\" content=\"{REFRESH_SECONDS}\"><a class=\"btn plain\" href=\"{path}\">{words}</a>"
    );
    moving.then(|| view! { <noscript inner_html=html></noscript> })
}

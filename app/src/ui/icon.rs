//! Our own small set of icons: 24 × 24, stroked with the text's colour. Decoration only: words stand beside them.
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Activity,
    Alert,
    ArrowRight,
    Bank,
    Check,
    Chevron,
    Clock,
    Cross,
    Globe,
    Home,
    Info,
    LogOut,
    Person,
    Plus,
    Print,
    Refresh,
    Send,
    Shield,
    Swap,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Activity => "M5 6h14M5 12h14M5 18h9",
            Self::Alert => "M12 4 2.8 19.5h18.4zM12 10v4M12 17v.2",
            Self::ArrowRight => "M5 12h14M13 6l6 6-6 6",
            Self::Bank => "M4 10 12 4l8 6zM6 10v7M10 10v7M14 10v7M18 10v7M4 20h16",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Chevron => "m9 5 7 7-7 7",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
            Self::Cross => "M6 6l12 12M18 6 6 18",
            Self::Globe => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"
            }
            Self::Home => "m4 11 8-7 8 7v9h-5v-6H9v6H4z",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 8v.2",
            Self::LogOut => "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c1-5 4-7 8-7s7 2 8 7",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Print => "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
            Self::Refresh => "M20 11a8 8 0 0 0-14-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4l2-2M20 20v-5h-5",
            Self::Send => "M4 12 20 4l-5 16-3-7z",
            Self::Shield => "M12 3 5 6v6c0 4 3 7 7 9 4-2 7-5 7-9V6zM9 12l2.2 2.2L15.5 10",
            Self::Swap => "M7 4v15M3.5 15.5 7 19l3.5-3.5M17 20V5M13.5 8.5 17 5l3.5 3.5",
        }
    }
}

#[component]
pub fn Icon(name: IconName, #[prop(default = "icon")] class: &'static str) -> impl IntoView {
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=name.path() />
        </svg>
    }
}

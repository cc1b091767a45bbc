//! Our own small set of icons: 24 × 24, stroked with the text's colour. Decoration only: words stand beside them.
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Activity,
    Alert,
    Bank,
    Bell,
    Check,
    Chevron,
    Clock,
    Cross,
    Edit,
    Globe,
    Home,
    Info,
    LogOut,
    Person,
    Plus,
    Qr,
    Refresh,
    Search,
    Send,
    Shield,
    Shop,
    Swap,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Activity => "M5 6h14M5 12h14M5 18h9",
            Self::Alert => {
                "M10.7 4.6 3.2 17.8A1.5 1.5 0 0 0 4.5 20h15a1.5 1.5 0 0 0 1.3-2.2L13.3 4.6a1.5 1.5 0 0 0-2.6 0zM12 9.5v4M12 16.6v.1"
            }
            Self::Bank => "m4 9.5 8-5.5 8 5.5zM6 9.5V17M10 9.5V17M14 9.5V17M18 9.5V17M4 20h16",
            Self::Bell => "M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 2H5zM10 21h4",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Chevron => "m9 5 7 7-7 7",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2",
            Self::Cross => "M6 6l12 12M18 6 6 18",
            Self::Edit => "M4 20h4L19 9a2 2 0 0 0 0-2.8l-1.2-1.2a2 2 0 0 0-2.8 0L4 16zM13.5 6.5l4 4",
            Self::Globe => {
                "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c2.5 2.4 3.8 5.2 3.8 8.5s-1.3 6.1-3.8 8.5c-2.5-2.4-3.8-5.2-3.8-8.5s1.3-6.1 3.8-8.5z"
            }
            Self::Home => "m4 11 8-7 8 7v9h-5v-6H9v6H4z",
            Self::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5M12 7.9v.1",
            Self::LogOut => "M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M9 8l-4 4 4 4M5 12h10",
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c1-5 4-7 8-7s7 2 8 7",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Qr => {
                "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2M17.5 17.5v.1M14 20h2M20 18.5V20h-1.5"
            }
            Self::Refresh => "M20 11a8 8 0 0 0-14.3-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14.3 4l1.7-2M20 20v-5h-5",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20 20",
            Self::Send => "M4 12 20 4l-5 16-3-7zM12 13l8-9",
            Self::Shield => "M12 3.5 5 6v5.5c0 4.3 2.9 7.6 7 9 4.1-1.4 7-4.7 7-9V6zM9 12l2.2 2.2 4.3-4.4",
            Self::Shop => {
                "M4 9l1.5-5h13L20 9M4 9a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0A2.7 2.7 0 0 0 20 9M5.5 12v8h13v-8M10 20v-5h4v5"
            }
            Self::Swap => "M8 4v15M4.5 15.5 8 19l3.5-3.5M16 20V5M12.5 8.5 16 5l3.5 3.5",
        }
    }

    /// Points somewhere along the line of reading: mirrored where that goes from right to left.
    const fn is_mirrored(self) -> bool {
        matches!(self, Self::Activity | Self::LogOut | Self::Send)
    }
}

#[component]
pub fn Icon(name: IconName, #[prop(default = "icon")] class: &'static str) -> impl IntoView {
    let flip = name.is_mirrored();
    view! {
        <svg class=class class:flip=flip viewBox="0 0 24 24" aria-hidden="true">
            <path d=name.path() />
        </svg>
    }
}

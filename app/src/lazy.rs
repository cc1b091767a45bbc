//! Pages in parts: a browser downloads the shell and the part it is in, not the whole product.
//!
//! A part is one wasm file for all pages of its name. What two parts share becomes a file of its own, so parts are
//! few: each page a part made 250 files. See docs/adr/0010-pages-in-parts.md.
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// `part at "first", …: Name => page` declares a page of a part; the routes name it as `Lazy::<lazy::Name>`. The words are
/// those that its addresses begin with.
macro_rules! pages {
    ($($part:ident at $($first:literal),+: $($name:ident => $page:path),+;)*) => {
        /// The part that is needed at an address, so that the browser can fetch it with the page. What is wrong here is
        /// only fetched later.
        #[cfg(feature = "ssr")]
        pub fn part_of(path: &str) -> Option<&'static str> {
            match path.split('/').nth(1).unwrap_or_default() {
                $($($first)|+ => Some(stringify!($part)),)*
                _ => None,
            }
        }
    $(
        mod $part {
            use leptos::prelude::*;

            pub enum Page {
                $($name),+
            }

            /// Everything that only these pages need is in the file that this function is fetched with.
            #[lazy($part)]
            pub fn show(page: Page) -> AnyView {
                match page {
                    $(Page::$name => $page().into_any()),+
                }
            }
        }

        $(
            pub struct $name;

            impl LazyRoute for $name {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    $part::show($part::Page::$name).await
                }

                /// The router waits for this before it wakes the page up: without it the view would not be there in
                /// time, and the page would not be what the server wrote.
                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    {
                        words_of(stringify!($part)).await;
                        $part::__preload_show().await;
                    }
                }
            }
        )+
    )*};
}

/// What the back-office says is fetched with it. What does not arrive is a blank in a page that its reader loads anew.
#[cfg(target_arch = "wasm32")]
async fn words_of(part: &str) {
    if part == "staff" {
        let _ = crate::i18n::fetch_staff().await;
    }
}

pages! {
    visitor at "", "login", "register":
        Landing => crate::landing::LandingPage,
        LogIn => crate::identity::pages::LogInPage,
        Register => crate::identity::pages::RegisterPage,
        LogInStep => crate::identity::pages::LogInStepPage;
    home at "home":
        Home => crate::activity::pages::HomePage;
    own at "activity", "notifications", "accounts", "identity", "complaints":
        History => crate::activity::pages::HistoryPage,
        Receipt => crate::activity::pages::ReceiptPage,
        Identity => crate::kyc::pages::IdentityPage,
        IdentityDetails => crate::kyc::pages::IdentityDetailsPage,
        Notifications => crate::notifications::pages::NotificationsPage,
        Complaints => crate::complaints::pages::ComplaintsPage,
        NewComplaint => crate::complaints::pages::NewComplaintPage,
        Complaint => crate::complaints::pages::ComplaintPage,
        Links => crate::accounts::pages::LinksPage,
        Link => crate::accounts::pages::LinkPage,
        LinkReturn => crate::accounts::pages::LinkReturnPage;
    me at "me":
        Me => crate::me::pages::MePages;
    send at "send", "recipients":
        Recipients => crate::remittance::pages::RecipientsPage,
        NewRecipient => crate::remittance::pages::NewRecipientPage,
        Recipient => crate::remittance::pages::RecipientPage,
        EditRecipient => crate::remittance::pages::EditRecipientPage,
        RemoveRecipient => crate::remittance::pages::RemoveRecipientPage,
        Amount => crate::remittance::pages::AmountPage,
        Review => crate::remittance::pages::ReviewPage,
        Return => crate::activity::pages::ReturnPage;
    pay at "q", "pay":
        Pay => crate::merchant::pay::pages::PayPage,
        Scan => crate::merchant::pay::pages::ScanPage;
    shop at "shops":
        Shops => crate::merchant::shops::pages::ShopsPage,
        NewShop => crate::merchant::shops::pages::NewShopPage,
        ShopSettings => crate::merchant::shops::pages::ShopSettingsPage,
        CloseShop => crate::merchant::shops::pages::CloseShopPage,
        ShopOverview => crate::merchant::sales::pages::OverviewPage,
        ShopSales => crate::merchant::sales::pages::SalesPage,
        ShopSale => crate::merchant::sales::pages::SalePage,
        ShopRefund => crate::merchant::sales::pages::RefundPage,
        Statements => crate::merchant::sales::pages::StatementsPage,
        Statement => crate::merchant::sales::pages::StatementPage,
        Codes => crate::merchant::codes::pages::CodesPage,
        NewCode => crate::merchant::codes::pages::NewCodePage,
        Code => crate::merchant::codes::pages::CodePage,
        Till => crate::merchant::till::pages::TillPage,
        Sale => crate::merchant::till::pages::SalePage;
    about at "about":
        About => crate::about::AboutPages;
    staff at "admin":
        Staff => crate::backoffice::pages::StaffPages;
}

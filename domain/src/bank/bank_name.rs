//! The names of the banks that most remittances go to. A code that is not here has no name: better
//! nothing than a wrong bank. The list is ours, from the banks' public codes; it is not a register.

/// The bank behind a bank code of one country, if it is a well-known one.
pub(super) fn bank_name(country: &str, code: &str) -> Option<&'static str> {
    let name = match (country, code) {
        ("RS", "105") => "AIK Banka",
        ("RS", "160") => "Banca Intesa",
        ("RS", "170") => "UniCredit Bank Srbija",
        ("RS", "205") => "NLB Komercijalna banka",
        ("RS", "265") => "Raiffeisen banka",
        ("RS", "325") => "OTP banka Srbija",
        ("RS", "340") => "Erste Bank",
        ("BA", "154") => "Intesa Sanpaolo Banka BiH",
        ("BA", "161") => "Raiffeisen Bank BiH",
        ("BA", "199") => "Sparkasse Bank",
        ("BA", "338") => "UniCredit Bank Mostar",
        ("PK", "ALFH") => "Bank Alfalah",
        ("PK", "HABB") => "HBL",
        ("PK", "MEZN") => "Meezan Bank",
        ("PK", "MUCB") => "MCB Bank",
        ("PK", "SCBL") => "Standard Chartered Pakistan",
        ("PK", "UNIL") => "UBL",
        ("TR", "00010") => "Ziraat Bankası",
        ("TR", "00012") => "Halkbank",
        ("TR", "00015") => "VakıfBank",
        ("TR", "00046") => "Akbank",
        ("TR", "00062") => "Garanti BBVA",
        ("TR", "00064") => "İş Bankası",
        ("TR", "00067") => "Yapı Kredi",
        ("TR", "00111") => "QNB",
        // Eight digits name a branch; the first four, the bank.
        ("PL", branch) => match branch.get(..4)? {
            "1020" => "PKO Bank Polski",
            "1050" => "ING Bank Śląski",
            "1090" => "Santander Bank Polska",
            "1140" => "mBank",
            "1160" => "Bank Millennium",
            "1240" => "Bank Pekao",
            _ => return None,
        },
        _ => return None,
    };
    Some(name)
}

//! Values of flags, with what is wanted where they are wrong.

fn number(text: &str) -> Result<f64, String> {
    text.parse()
        .map_err(|_| "a number such as 0.5 is wanted".to_owned())
}

pub(super) fn positive(text: &str) -> Result<f64, String> {
    let value = number(text)?;
    let sensible = value.is_finite() && value > 0.0;
    sensible
        .then_some(value)
        .ok_or_else(|| "a number above 0 is wanted".to_owned())
}

pub(super) fn share(text: &str) -> Result<f64, String> {
    let value = number(text)?;
    let inside = value > 0.0 && value < 1.0;
    inside
        .then_some(value)
        .ok_or_else(|| "a number between 0 and 1 is wanted".to_owned())
}

pub(super) fn profile_seconds(text: &str) -> Result<f64, String> {
    let value = positive(text)?;
    (value >= 1.0)
        .then_some(value)
        .ok_or_else(|| "at least 1 second is wanted".to_owned())
}

namespace Yagura.Web.Parts;

/// <summary>An act's form as it was typed: which dialog is open, its fields, and why it was refused.</summary>
/// <param name="Dialog">The dialog's id; empty for none.</param>
/// <param name="Fields">What was typed, by the field's name. Bounded by the form's own limits.</param>
/// <param name="Errors">Why it was refused; empty when it was not.</param>
public sealed record TypedAct(string Dialog, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string> Errors)
{
    /// <summary>Nothing was typed.</summary>
    public static readonly TypedAct None = new("", new Dictionary<string, string>(), []);

    /// <summary>A field; empty when it was not sent.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field, "").Trim();

    /// <summary>Whether a dialog came back.</summary>
    public bool IsOpen(string dialog) => Dialog == dialog && dialog.Length > 0;
}

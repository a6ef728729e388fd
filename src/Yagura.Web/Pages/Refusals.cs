using Yagura.Operations.Store;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages;

/// <summary>What was typed, made into what acts take, or refused in the person's language.</summary>
internal static class Refusals
{
    /// <summary>Why an act was refused, in the page's language.</summary>
    public static string TextOf(RefusedException refused, Texts texts) => refused.Text.In(texts.Language.Tag());

    /// <summary>Text of a field; null when nothing was typed.</summary>
    public static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

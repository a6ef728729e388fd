namespace Yagura.Web.Wording;

/// <summary>The languages that pages and reports are written in.</summary>
public enum Language
{
    /// <summary>日本語, the default.</summary>
    Japanese,

    /// <summary>English.</summary>
    English,
}

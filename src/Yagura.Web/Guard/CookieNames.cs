namespace Yagura.Web.Guard;

/// <summary>Names of the product's cookies: <c>__Host-</c> on https, which browsers bind to this host; a plain name on loopback, where they would refuse it.</summary>
public sealed class CookieNames(bool secure)
{
    private readonly string prefix = secure ? "__Host-yagura" : "yagura";

    /// <summary>True when cookies may travel over https only.</summary>
    public bool Secure => secure;

    /// <summary>Who is signed in.</summary>
    public string Session => prefix;

    /// <summary>The antiforgery cookie.</summary>
    public string Antiforgery => $"{prefix}-form";

    /// <summary>The chosen language.</summary>
    public string Language => $"{prefix}-lang";

    /// <summary>Light, dark, or as the machine prefers.</summary>
    public string Theme => $"{prefix}-theme";

    /// <summary>What was just done, shown once on the next page.</summary>
    public string Done => $"{prefix}-done";
}

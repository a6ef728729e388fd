namespace Yagura.Web.Guard;

/// <summary>Names of the claims that a session carries besides the usual ones; the executable's sign-in writes them, pages read them.</summary>
public static class SessionClaims
{
    /// <summary>The name printed beside the person's acts.</summary>
    public const string DisplayName = "yagura:display-name";

    /// <summary>Present while the password is a one-time one.</summary>
    public const string MustChangePassword = "yagura:must-change-password";

    /// <summary>Item of the session's properties: an id that survives renewal, by which sign-out ends the event stream.</summary>
    public const string Session = "yagura:session";
}

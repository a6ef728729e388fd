namespace Yagura.Web.Parts;

/// <summary>Who looks at a page.</summary>
/// <param name="Name">User name.</param>
/// <param name="DisplayName">The name printed beside acts.</param>
/// <param name="Role">One of the four roles.</param>
/// <param name="MustChangePassword">True while the password is a one-time one: no other page opens.</param>
public sealed record Visitor(string Name, string DisplayName, string Role, bool MustChangePassword)
{
    /// <summary>May record acts: the contractor's analyst, the client's officer, the administrator. An auditor only reads.</summary>
    public bool MayAct => Role is "analyst" or "client" or "administrator";

    /// <summary>May manage accounts.</summary>
    public bool MayAdminister => Role == "administrator";

    /// <summary>Speaks for the client: may approve what the rules reserve for him.</summary>
    public bool IsClient => Role == "client";

    /// <summary>The journal's actor: <c>client:name</c>, else <c>contractor:name</c> (FIGURES 1).</summary>
    public string Actor => Role switch
    {
        "client" => $"client:{Name}",
        "auditor" => $"auditor:{Name}",
        _ => $"contractor:{Name}",
    };
}

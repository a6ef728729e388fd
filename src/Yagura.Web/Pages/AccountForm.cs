namespace Yagura.Web.Pages;

/// <summary>What the administrator typed to add an account.</summary>
/// <param name="Name">User name.</param>
/// <param name="DisplayName">The name printed beside acts.</param>
/// <param name="Role">The chosen role; empty for none.</param>
public sealed record AccountForm(string Name, string DisplayName, string Role)
{
    /// <summary>Nothing typed yet.</summary>
    public static readonly AccountForm Empty = new("", "", "");
}

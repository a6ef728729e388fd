namespace Yagura.Web.Pages;

/// <summary>One account in the administrator's list.</summary>
/// <param name="Name">User name.</param>
/// <param name="DisplayName">The name printed beside acts.</param>
/// <param name="Role">One of the four roles.</param>
/// <param name="Disabled">Switched off by an administrator.</param>
/// <param name="LockedUntil">End of a lock after repeated failures; null for none.</param>
/// <param name="OneTimePassword">The password was given out by the machine and is not replaced yet.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record AccountLine(string Name, string DisplayName, string Role, bool Disabled, DateTimeOffset? LockedUntil, bool OneTimePassword, DateTimeOffset CreatedAt);

namespace Yagura.Web.Pages;

/// <summary>A one-time password just issued, shown once.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Password">The password.</param>
public sealed record NewPassword(string Name, string Password);

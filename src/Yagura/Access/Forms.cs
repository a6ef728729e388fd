namespace Yagura.Access;

/// <summary>What was typed to sign in.</summary>
/// <param name="Name">User name.</param>
/// <param name="Password">Password.</param>
/// <param name="Back">Where to go after.</param>
internal sealed record SignInForm(string? Name, string? Password, string? Back);

/// <summary>What was typed to replace one's password.</summary>
/// <param name="Current">The present one.</param>
/// <param name="New">The new one.</param>
/// <param name="Repeat">The new one again.</param>
internal sealed record PasswordForm(string? Current, string? New, string? Repeat);

/// <summary>What was typed to add an account.</summary>
/// <param name="Name">User name.</param>
/// <param name="Display">The name beside acts.</param>
/// <param name="Role">The role.</param>
internal sealed record NewAccountForm(string? Name, string? Display, string? Role);

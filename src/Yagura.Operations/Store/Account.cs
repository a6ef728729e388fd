using Microsoft.AspNetCore.Identity;

namespace Yagura.Operations.Store;

/// <summary>A person who can sign in (ASP.NET Identity), in the same database as the journal.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>The name printed beside the person's acts, for example <c>佐藤 花子</c>.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Language of the pages: <c>ja</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "ja";

    /// <summary>Whether the password was given out by the machine and must be replaced at the first sign-in.</summary>
    public bool OneTimePassword { get; set; }

    /// <summary>When the account was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>The roles of accounts, by the names that ASP.NET Identity stores.</summary>
public static class Roles
{
    /// <summary>The contractor's analyst.</summary>
    public const string Analyst = "analyst";

    /// <summary>The client's security officer.</summary>
    public const string Client = "client";

    /// <summary>Reads everything, changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>Configures the product and the accounts.</summary>
    public const string Administrator = "administrator";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Analyst, Client, Auditor, Administrator];
}

namespace Yagura.Settings;

/// <summary>A TAXII 2.1 collection that is asked for indicators.</summary>
/// <param name="Id">Id of the source.</param>
/// <param name="Collection">The collection's address, ending in a slash.</param>
internal sealed record TaxiiSettings(string Id, Uri Collection)
{
    /// <summary>How often it is asked.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Who signs in; null for nobody.</summary>
    public string? User { get; init; }

    /// <summary>File of the user's password.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>File of a bearer token; null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>File (PEM) of the authorities that may have signed the server's certificate; null for the machine's.</summary>
    public string? Authorities { get; init; }

    /// <summary>Objects added before are never asked for; null for all.</summary>
    public DateTimeOffset? AddedAfter { get; init; }
}

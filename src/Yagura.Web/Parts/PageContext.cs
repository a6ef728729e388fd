using Yagura.Web.Wording;

namespace Yagura.Web.Parts;

/// <summary>What each page and part knows about the request: language, time, visitor, address.</summary>
public sealed record PageContext
{
    /// <summary>The texts, in the visitor's language.</summary>
    public required Texts Texts { get; init; }

    /// <summary>This installation.</summary>
    public required WebSettings Settings { get; init; }

    /// <summary>Who looks; null before signing in.</summary>
    public required Visitor? Visitor { get; init; }

    /// <summary>The server's time when the page was made.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The page's address.</summary>
    public required PageAddress Address { get; init; }

    /// <summary><c>light</c>, <c>dark</c> or <c>auto</c>.</summary>
    public required string Theme { get; init; }

    /// <summary>What was just done, shown once; null for nothing.</summary>
    public required string? Done { get; init; }

    /// <summary>Name and value of the antiforgery field.</summary>
    public required (string Name, string Value) Token { get; init; }

    /// <summary>Addresses of the built browser files by name.</summary>
    public required Func<string, string> Asset { get; init; }

    /// <summary>An instant as a wall time of the contract's zone.</summary>
    public DateTimeOffset Wall(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Settings.Zone);

    /// <summary>The zone's short name for people: JST for Asia/Tokyo, else its id.</summary>
    public string ZoneName => Settings.Zone.Id == "Asia/Tokyo" ? "JST" : Settings.Zone.Id;

    /// <summary>Today in the contract's zone.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Wall(Now).DateTime);
}

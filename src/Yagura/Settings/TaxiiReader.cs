using Yagura.Events;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Settings;

/// <summary>Reads <c>taxii</c>: the collections that are asked for indicators.</summary>
internal static class TaxiiReader
{
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<TaxiiSettings> Read(YamlSection root)
    {
        var feeds = new List<TaxiiSettings>();
        foreach (var section in root.Sections("taxii"))
        {
            var id = section.Value("id", text => Identifier.IsValid(text) ? text : null, Identifier.Allowed);
            var address = section.Value("url", Collection, "https://host/api-root/collections/id/ (http on loopback only)");
            var feed = new TaxiiSettings(id ?? "", address ?? new Uri("https://localhost/"))
            {
                Interval = section.Value("interval", text => Durations.Read(text) is { } read && read.Length >= IntervalMin ? read : null, Durations.Allowed + ", at least 1m")?.Length ?? TimeSpan.FromHours(1),
                User = section.Text("user"),
                PasswordFile = section.Text("password-file"),
                TokenFile = section.Text("token-file"),
                Authorities = section.Text("ca-file"),
                AddedAfter = section.Value("added-after", Since, "2026-11-01 or a time with an offset")?.Time,
            };
            foreach (var missing in new[] { "id", "url" }.Where(name => !section.Has(name)))
                section.Fault($"a taxii collection needs {missing}");
            if (feeds.Exists(other => other.Id == feed.Id))
                section.FaultAt("id", $"the taxii id \"{feed.Id}\" stands twice");
            if ((feed.User is null) != (feed.PasswordFile is null))
                section.Fault("user and password-file belong together");
            if (feed.User is not null && feed.TokenFile is not null)
                section.FaultAt("token-file", "a collection is asked with a user or with a token, not both");
            section.RefuseOthers();
            feeds.Add(feed);
        }

        return feeds;
    }

    private static Uri? Collection(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            && address.Query.Length == 0 && address.UserInfo.Length == 0 ? address : null;

    // A date is the beginning of its day in Japan.
    private static AddedSince? Since(string text) => IsoTime.Read(text, out var time, out _) switch
    {
        IsoTimeResult.Instant => new AddedSince(time),
        IsoTimeResult.DateOnly => new AddedSince(Zone.Tokyo.StartOf(DateOnly.FromDateTime(time.Date))),
        _ => null,
    };

    private sealed record AddedSince(DateTimeOffset Time);
}

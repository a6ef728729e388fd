using System.Globalization;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages;

/// <summary>Who acts and when, from what was typed.</summary>
internal static class StatedTimes
{
    /// <summary>The act's author, stated time and seen version.</summary>
    /// <param name="page">The request.</param>
    /// <param name="at">A wall time of the contract's zone, with or without seconds; empty for now.</param>
    /// <param name="version">The version that the person saw; null for none.</param>
    /// <exception cref="RefusedException">The time is none.</exception>
    public static By By(PageContext page, string? at, long? version) => new(page.Visitor!.Actor, Stated(page, at), version);

    private static StatedTime? Stated(PageContext page, string? at)
    {
        if (string.IsNullOrWhiteSpace(at)) return null;
        var text = at.Trim();
        if (DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute)) return new StatedTime(In(page, minute), TimePrecision.Minute);
        if (DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var second)) return new StatedTime(In(page, second), TimePrecision.Second);
        throw new RefusedException(Wording.Texts.Japanese.AtWrong, Wording.Texts.English.AtWrong);
    }

    private static DateTimeOffset In(PageContext page, DateTime wall) => new(wall, page.Settings.Zone.GetUtcOffset(wall));
}

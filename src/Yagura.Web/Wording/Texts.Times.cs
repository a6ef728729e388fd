using System.Globalization;

namespace Yagura.Web.Wording;

// Times and spans as people read them. The zone is the contract's; the caller converts.
public sealed partial class Texts
{
    private static readonly string[] DayNames = ["日", "月", "火", "水", "木", "金", "土"];

    /// <summary>A wall time to the second: <c>11月22日 12:34:56</c>, <c>22 Nov 12:34:56</c>.</summary>
    public string Moment(DateTimeOffset at) => Format(at, Say("M'月'd'日' HH:mm:ss", "d MMM HH:mm:ss"));

    /// <summary>A wall time to the minute.</summary>
    public string MomentShort(DateTimeOffset at) => Format(at, Say("M'月'd'日' HH:mm", "d MMM HH:mm"));

    /// <summary>The day of a wall time without its year.</summary>
    public string DayAndMonth(DateTimeOffset at) => Format(at, Say("M'月'd'日'", "d MMM"));

    /// <summary>The time of day to the second.</summary>
    public static string TimeOfDay(DateTimeOffset at) => Format(at, "HH:mm:ss");

    /// <summary>Date, year and time, to the second.</summary>
    public string MomentFull(DateTimeOffset at) => Format(at, Say("yyyy'年'M'月'd'日' HH:mm:ss", "d MMM yyyy HH:mm:ss"));

    /// <summary>A date with its weekday: <c>2026年11月22日（日）</c>, <c>Sun 22 Nov 2026</c>.</summary>
    public string Date(DateOnly date) => Say(
        $"{date.Year}年{date.Month}月{date.Day}日（{DayNames[(int)date.DayOfWeek]}）",
        date.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture));

    /// <summary>A date as reports print it: <c>令和8年11月22日（日）</c> in Japanese.</summary>
    public string ReportDate(DateOnly date) => Say($"{Era(date)}{date.Month}月{date.Day}日（{DayNames[(int)date.DayOfWeek]}）", Date(date));

    /// <summary>A month as reports print it: <c>令和8年11月</c>.</summary>
    public string ReportMonth(DateOnly month) => Say($"{Era(month)}{month.Month}月", month.ToString("MMMM yyyy", CultureInfo.InvariantCulture));

    /// <summary>An elapsed time in whole seconds: <c>1時間01分05秒</c>, <c>1 h 01 min 05 s</c>.</summary>
    public string Span(TimeSpan span)
    {
        var whole = TimeSpan.FromSeconds(Math.Floor(Math.Abs(span.TotalSeconds)));
        if (whole.TotalDays >= 2) return Say($"{(int)whole.TotalDays}日{whole.Hours}時間", $"{(int)whole.TotalDays} d {whole.Hours} h");
        if (whole.TotalHours >= 1) return Say($"{(int)whole.TotalHours}時間{whole.Minutes:00}分{whole.Seconds:00}秒", $"{(int)whole.TotalHours} h {whole.Minutes:00} min {whole.Seconds:00} s");
        return whole.TotalMinutes >= 1
            ? Say($"{whole.Minutes}分{whole.Seconds:00}秒", $"{whole.Minutes} min {whole.Seconds:00} s")
            : Say($"{whole.Seconds}秒", $"{whole.Seconds} s");
    }

    /// <summary>The digits of a clock that ticks: <c>29:59</c>, <c>1:29:59</c>; the script writes the same.</summary>
    public static string Digits(TimeSpan span)
    {
        var whole = TimeSpan.FromSeconds(Math.Floor(Math.Abs(span.TotalSeconds)));
        return whole.TotalHours >= 1 ? $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}" : $"{whole.Minutes:00}:{whole.Seconds:00}";
    }

    /// <summary>How long ago, coarsely.</summary>
    public string Ago(TimeSpan span) => span < TimeSpan.FromSeconds(10) ? Say("たった今", "just now") : Say($"{Coarse(span)}前", $"{Coarse(span)} ago");

    /// <summary>A span in its largest unit.</summary>
    public string Coarse(TimeSpan span) => span.TotalDays >= 2 ? Say($"{(int)span.TotalDays}日", $"{(int)span.TotalDays} d")
        : span.TotalHours >= 2 ? Say($"{(int)span.TotalHours}時間", $"{(int)span.TotalHours} h")
        : span.TotalMinutes >= 1 ? Say($"{(int)span.TotalMinutes}分", $"{(int)span.TotalMinutes} min")
        : Say($"{(int)span.TotalSeconds}秒", $"{(int)span.TotalSeconds} s");

    // 令和 began on 2019-05-01, 平成 on 1989-01-08; the first year of an era is 元年.
    private static string Era(DateOnly date)
    {
        var (name, first) = date >= new DateOnly(2019, 5, 1) ? ("令和", 2019) : ("平成", 1989);
        var year = date.Year - first + 1;
        return year == 1 ? $"{name}元年" : $"{name}{year}年";
    }

    private static string Format(DateTimeOffset at, string format) => at.ToString(format, CultureInfo.InvariantCulture);
}

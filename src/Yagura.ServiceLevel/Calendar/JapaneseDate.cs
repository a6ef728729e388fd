namespace Yagura.ServiceLevel.Calendar;

/// <summary>Dates as Japanese reports print them, and the fiscal year.</summary>
public static class JapaneseDate
{
    private static readonly DateOnly Reiwa = new(2019, 5, 1);
    private static readonly DateOnly Heisei = new(1989, 1, 8);

    /// <summary><c>令和3年4月1日</c>; the first year is 元年; before 1989 the western year.</summary>
    /// <param name="date">Any.</param>
    public static string Print(DateOnly date) => $"{Year(date)}{date.Month}月{date.Day}日";

    /// <summary><c>令和3年</c> of a date: an era changes within a year.</summary>
    /// <param name="date">Any.</param>
    public static string Year(DateOnly date)
    {
        var (era, first) = date >= Reiwa ? ("令和", 2019) : date >= Heisei ? ("平成", 1989) : ("", 1);
        var year = date.Year - first + 1;
        return era.Length > 0 && year == 1 ? $"{era}元年" : $"{era}{year}年";
    }

    /// <summary>The fiscal year (April to March) of a date: 2021 for 2022-03-31.</summary>
    /// <param name="date">Any.</param>
    public static int FiscalYear(DateOnly date) => date.Month >= 4 ? date.Year : date.Year - 1;
}

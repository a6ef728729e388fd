using System.Collections.Frozen;
using System.Globalization;

namespace Yagura.ServiceLevel.Calendar;

/// <summary>The public holidays of Japan (国民の祝日に関する法律, substitute holidays included), as data: month and day, year by year.</summary>
/// <remarks>Spring and autumn equinox are announced a year ahead, so the table ends where the announcements of its last revision end; a later year is refused, not guessed.</remarks>
public static class JapaneseHolidays
{
    /// <summary>The first year of the table.</summary>
    public const int FirstYear = 2019;

    /// <summary>The last year of the table.</summary>
    public const int LastYear = 2027;

    private static readonly string[] Years =
    [
        "0101 0114 0211 0321 0429 0430 0501 0502 0503 0504 0505 0506 0715 0811 0812 0916 0923 1014 1022 1103 1104 1123",
        "0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0723 0724 0810 0921 0922 1103 1123",
        "0101 0111 0211 0223 0320 0429 0503 0504 0505 0722 0723 0808 0809 0920 0923 1103 1123",
        "0101 0110 0211 0223 0321 0429 0503 0504 0505 0718 0811 0919 0923 1010 1103 1123",
        "0101 0102 0109 0211 0223 0321 0429 0503 0504 0505 0717 0811 0918 0923 1009 1103 1123",
        "0101 0108 0211 0212 0223 0320 0429 0503 0504 0505 0506 0715 0811 0812 0916 0922 0923 1014 1103 1104 1123",
        "0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 1123 1124",
        "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123",
        "0101 0111 0211 0223 0321 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123",
    ];

    private static readonly FrozenSet<DateOnly> Dates = Years
        .SelectMany((days, year) => days.Split(' ').Select(day => DateOnly.ParseExact($"{FirstYear + year}{day}", "yyyyMMdd", CultureInfo.InvariantCulture)))
        .ToFrozenSet();

    /// <summary>Whether a date is a public holiday.</summary>
    /// <param name="date">Within the table's years.</param>
    public static bool Contains(DateOnly date) => Dates.Contains(date);

    /// <summary>Whether the table says anything about a date.</summary>
    /// <param name="date">Any.</param>
    public static bool Knows(DateOnly date) => date.Year is >= FirstYear and <= LastYear;
}

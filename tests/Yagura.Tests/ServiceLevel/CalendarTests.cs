using Xunit;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Numbers;

namespace Yagura.Tests.ServiceLevel;

public sealed class CalendarTests
{
    [Theory]
    [InlineData("2021-07-22", true)]
    [InlineData("2021-07-19", false)]
    [InlineData("2021-08-09", true)]
    [InlineData("2019-05-01", true)]
    [InlineData("2024-02-29", false)]
    public void Public_holidays_are_as_enacted_moved_and_substituted(string date, bool holiday) =>
        Assert.Equal(holiday, JapaneseHolidays.Contains(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Business_time_skips_nights_weekends_and_holidays_and_its_deadline_agrees()
    {
        var office = BusinessCalendar.Japan with { Opens = new TimeOnly(9, 0), Closes = new TimeOnly(17, 0) };
        var friday = new DateTimeOffset(2021, 4, 30, 16, 0, 0, Journals.Tokyo);

        // 2021-05-03 to 05 are holidays: the next business day is Thursday the 6th.
        var deadline = office.Add(friday, TimeSpan.FromHours(3), Zone.Tokyo);

        Assert.Equal(new DateTimeOffset(2021, 5, 6, 11, 0, 0, Journals.Tokyo), deadline);
        Assert.Equal(TimeSpan.FromHours(3), office.Between(friday, deadline, Zone.Tokyo));
    }

    [Fact]
    public void A_day_is_23_or_25_hours_where_clocks_change()
    {
        var berlin = Zone.Find("Europe/Berlin")!;

        Assert.Equal(23 * 60, berlin.Minutes(new DateOnly(2021, 3, 28), new DateOnly(2021, 3, 29)));
        Assert.Equal(25 * 60, berlin.Minutes(new DateOnly(2021, 10, 31), new DateOnly(2021, 11, 1)));
        Assert.Equal(1440, Zone.Tokyo.Minutes(new DateOnly(2024, 2, 29), new DateOnly(2024, 3, 1)));
    }

    [Theory]
    [InlineData("2019-05-01", "令和元年5月1日", 2019)]
    [InlineData("2019-04-30", "平成31年4月30日", 2019)]
    [InlineData("2022-03-31", "令和4年3月31日", 2021)]
    public void Dates_print_with_their_era_and_know_their_fiscal_year(string text, string printed, int fiscal)
    {
        var date = DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal((printed, fiscal), (JapaneseDate.Print(date), JapaneseDate.FiscalYear(date)));
    }

    [Theory]
    [InlineData(658, 661, 2, Rounding.HalfUp, "99.55%")]
    [InlineData(658, 661, 1, Rounding.Truncate, "99.5%")]
    [InlineData(637, 640, 1, Rounding.Truncate, "99.5%")]
    [InlineData(637, 640, 2, Rounding.Truncate, "99.53%")]
    [InlineData(1, 2, 0, Rounding.HalfEven, "50%")]
    [InlineData(1, 200, 0, Rounding.HalfEven, "0%")]
    [InlineData(3, 200, 0, Rounding.HalfEven, "2%")]
    [InlineData(1, 100000, 2, Rounding.Up, "0.01%")]
    public void A_figure_is_rounded_once_from_the_exact_fraction(long over, long under, int digits, Rounding rounding, string printed) =>
        Assert.Equal(printed, new Rational(over, under).PrintPercent(digits, rounding));

    [Theory]
    [InlineData("30m", 1800)]
    [InlineData("1h30m", 5400)]
    [InlineData("30d", 2592000)]
    public void Lengths_read_as_contracts_write_them(string text, int seconds)
    {
        Assert.True(Durations.TryParse(text, out var span));
        Assert.Equal(seconds, span.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("0m")]
    [InlineData("5m1h")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    public void What_is_no_length_is_refused(string text) => Assert.False(Durations.TryParse(text, out _));
}

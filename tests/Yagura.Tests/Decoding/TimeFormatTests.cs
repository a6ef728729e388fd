using System.Text;
using Xunit;
using Yagura.Decoding.Times;

namespace Yagura.Tests.Decoding;

public sealed class TimeFormatTests
{
    [Theory]
    [InlineData("午前 0:04:05", 0)]
    [InlineData("午前 12:04:05", 0)]
    [InlineData("午前 11:04:05", 11)]
    [InlineData("午後 0:04:05", 12)]
    [InlineData("午後 12:04:05", 12)]
    [InlineData("午後 3:04:05", 15)]
    [InlineData("pm 3:04:05", 15)]
    [InlineData("AM 3:04:05", 3)]
    public void The_half_of_the_day_is_read_in_english_and_in_japanese(string clock, int hour)
    {
        Assert.True(Read("yyyy/M/d tt H:mm:ss", Encoding.UTF8.GetBytes("2026/11/29 " + clock), out var time));
        Assert.Equal((2026, 11, 29, hour, 4, 5), (time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second));
    }

    [Theory]
    [InlineData("22 November 2026 12:00:01", 11)]
    [InlineData("5 MAY 2026 12:00:01", 5)]
    [InlineData("05 february 2026 12:00:01", 2)]
    [InlineData("22 Nov 2026 12:00:01", 0)]
    [InlineData("22 Novembre 2026 12:00:01", 0)]
    [InlineData("22 ", 0)]
    public void A_months_whole_name_is_read(string text, int month)
    {
        Assert.Equal(month > 0, Read("d MMMM yyyy HH:mm:ss", Encoding.UTF8.GetBytes(text), out var time));
        Assert.True(month == 0 || (time.Month, time.Year, time.Second) == (month, 2026, 1), $"{time.Year}-{time.Month}");
    }

    /// <summary>Code page 932: 午 is 8C DF, 前 is 91 4F, 後 is 8C E3.</summary>
    [Theory]
    [InlineData("8CDF914F", 3)]
    [InlineData("8CDF8CE3", 15)]
    public void It_is_read_in_windows_japanese_code_page_too(string half, int hour)
    {
        Assert.True(Read("yyyy/M/d H:mm:ss tt", [.. "2026/11/29 3:04:05 "u8, .. Convert.FromHexString(half)], out var time));
        Assert.Equal(hour, time.Hour);
    }

    [Theory]
    [InlineData("午")]
    [InlineData("午中")]
    [InlineData("xm")]
    [InlineData("p")]
    [InlineData("")]
    public void Anything_else_is_no_half_of_a_day(string half) =>
        Assert.False(Read("yyyy/M/d H:mm:ss tt", Encoding.UTF8.GetBytes("2026/11/29 3:04:05 " + half), out _));

    [Theory]
    [InlineData("GMT+09:00", 540)]
    [InlineData("UTC-0330", -210)]
    [InlineData("+09:00", 540)]
    [InlineData("JST", 540)]
    public void A_zone_is_an_offset_a_name_or_both(string zone, int minutes)
    {
        Assert.True(Read("yyyy/M/d H:mm:ss zzz", Encoding.UTF8.GetBytes("2026/11/29 3:04:05 " + zone), out var time));
        Assert.Equal((true, minutes), (time.HasZone, time.OffsetMinutes));
    }

    private static bool Read(string format, byte[] text, out WallTime time) => TimeFormat.Of(format)!.TryRead(text, out time);
}

using System.Text;
using Xunit;
using Yagura.Decoding.Times;

namespace Yagura.Tests.Decoding;

public sealed class ClockDurationTests
{
    [Theory]
    [InlineData("0:00:31", 31)]
    [InlineData("1:02:03", 3723)]
    [InlineData("26:00:00", 93600)]
    [InlineData("1:00:00:07", 86407)]
    [InlineData("02:03", 123)]
    [InlineData("0:00:01.250", 1.25)]
    [InlineData("0h:00m:13s", 13)]
    [InlineData("1h:02m:03s", 3723)]
    [InlineData("2d 3h", 183600)]
    [InlineData("1d02h03m", 93780)]
    [InlineData("45s", 45)]
    public void A_duration_on_a_clock_is_read_in_seconds(string text, double expected)
    {
        Assert.True(ClockDuration.TrySeconds(Encoding.ASCII.GetBytes(text), out var seconds));
        Assert.Equal(expected, seconds, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("31")]
    [InlineData(":")]
    [InlineData("1:")]
    [InlineData("1:2:3:4:5")]
    [InlineData("1s2h")]
    [InlineData("1h:02")]
    [InlineData("0:00:31x")]
    [InlineData("1.5:00")]
    [InlineData("-1:00:00")]
    [InlineData("0:00:01.")]
    [InlineData("99999999999:00")]
    public void Anything_else_is_no_duration(string text) => Assert.False(ClockDuration.TrySeconds(Encoding.ASCII.GetBytes(text), out _));
}

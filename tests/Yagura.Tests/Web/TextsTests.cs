using System.Reflection;
using Xunit;
using Yagura.Web.Wording;

namespace Yagura.Tests.Web;

public sealed class TextsTests
{
    [Fact]
    public void Both_languages_have_every_text()
    {
        var properties = typeof(Texts).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.PropertyType == typeof(string)).ToList();
        Assert.True(properties.Count > 200);
        Assert.All(properties, property =>
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)property.GetValue(Texts.Japanese)), property.Name);
            Assert.False(string.IsNullOrWhiteSpace((string?)property.GetValue(Texts.English)), property.Name);
        });
    }

    [Fact]
    public void English_texts_hold_no_Japanese()
    {
        var properties = typeof(Texts).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.PropertyType == typeof(string));
        Assert.All(properties, property => Assert.DoesNotContain((string)property.GetValue(Texts.English)!, letter => letter is >= '\u3040' and <= '\u9FFF'));
    }

    [Theory]
    [InlineData(2019, 5, 1, "令和元年5月1日（水）")]
    [InlineData(2019, 4, 30, "平成31年4月30日（火）")]
    [InlineData(2026, 11, 22, "令和8年11月22日（日）")]
    public void Reports_print_the_Japanese_era(int year, int month, int day, string printed) => Assert.Equal(printed, Texts.Japanese.ReportDate(new DateOnly(year, month, day)));

    [Theory]
    [InlineData(59, "59秒", "59 s")]
    [InlineData(1800, "30分00秒", "30 min 00 s")]
    [InlineData(3660, "1時間01分00秒", "1 h 01 min 00 s")]
    public void Spans_read_well(int seconds, string japanese, string english)
    {
        Assert.Equal(japanese, Texts.Japanese.Span(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(english, Texts.English.Span(TimeSpan.FromSeconds(seconds)));
    }
}

using Xunit;
using Yagura.Web.Pages;
using Yagura.Web.Reports;

namespace Yagura.Tests.Web;

public sealed class AddressTests
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/incidents/INC-1?act=close", true)]
    [InlineData("//example.jp", false)]
    [InlineData("/\\example.jp", false)]
    [InlineData("https://example.jp/", false)]
    [InlineData("/\r\nSet-Cookie: x", false)]
    [InlineData("", false)]
    public void After_signing_in_one_stays_within_the_product(string address, bool stays) => Assert.Equal(stays, PageContexts.IsLocal(address));

    [Fact]
    public void A_report_may_use_only_the_style_sheet_that_stands_in_it()
    {
        var policy = ReportPolicy.For("<html><head><style>body{}</style></head></html>");
        Assert.Contains("style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'none'", ReportPolicy.For("<html></html>"), StringComparison.Ordinal);
    }
}

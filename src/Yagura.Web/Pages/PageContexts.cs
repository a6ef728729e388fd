using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Yagura.Web.Assets;
using Yagura.Web.Guard;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages;

/// <summary>Makes the context of a page from a request, and answers with the page.</summary>
public sealed class PageContexts(WebSettings settings, CookieNames cookies, EmbeddedFiles files, IAntiforgery antiforgery, TimeProvider clock)
{
    /// <summary>What the page is to know about this request. Remembers a language given by <c>?lang=</c>; takes away the note of what was done.</summary>
    public PageContext Of(HttpContext context)
    {
        var token = antiforgery.GetAndStoreTokens(context);
        return new PageContext
        {
            Texts = Texts.In(LanguageOf(context)),
            Settings = settings,
            Visitor = VisitorOf(context.User),
            Now = clock.GetUtcNow(),
            Address = PageAddress.Of(context.Request),
            Theme = context.Request.Cookies[cookies.Theme] switch { "light" => "light", "dark" => "dark", _ => "auto" },
            Done = TakeDone(context),
            Token = (token.FormFieldName, token.RequestToken ?? ""),
            Asset = files.Address,
        };
    }

    /// <summary>Answers with a page.</summary>
    /// <param name="page">The context made for this request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="parameters">The component's own parameters.</param>
    public static RazorComponentResult<TPage> Show<TPage>(PageContext page, int status, params (string Name, object? Value)[] parameters)
        where TPage : PageComponent
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(PageComponent.Page)] = page };
        foreach (var (name, value) in parameters) all.Add(name, value);
        return new RazorComponentResult<TPage>(all) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>Goes on to another page after something was done; the page says it once.</summary>
    /// <param name="context">The request that did it.</param>
    /// <param name="address">A path of this product.</param>
    /// <param name="done">What was done; empty to say nothing.</param>
    public IResult GoOn(HttpContext context, string address, string done)
    {
        if (done.Length > 0) context.Response.Cookies.Append(cookies.Done, Uri.EscapeDataString(done), Options(maxAge: TimeSpan.FromMinutes(1)));
        return Results.LocalRedirect(IsLocal(address) ? address : "/");
    }

    /// <summary>Remembers a choice of the look.</summary>
    public void RememberTheme(HttpContext context, string theme)
    {
        if (theme is "light" or "dark") context.Response.Cookies.Append(cookies.Theme, theme, Options(maxAge: TimeSpan.FromDays(400)));
        else context.Response.Cookies.Delete(cookies.Theme, Options(maxAge: null));
    }

    /// <summary>The language of a request: <c>?lang=</c>, else the cookie, else Japanese.</summary>
    public Language LanguageOf(HttpContext context)
    {
        if (Languages.FromTag(context.Request.Query["lang"]) is { } asked)
        {
            context.Response.Cookies.Append(cookies.Language, asked.Tag(), Options(maxAge: TimeSpan.FromDays(400)));
            return asked;
        }
        return Languages.FromTag(context.Request.Cookies[cookies.Language]) ?? Language.Japanese;
    }

    /// <summary>Who is signed in; null for nobody.</summary>
    public static Visitor? VisitorOf(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } name }
        ? new Visitor(name, user.FindFirstValue(SessionClaims.DisplayName) is { Length: > 0 } shown ? shown : name,
            user.FindFirstValue(ClaimTypes.Role) ?? "", user.HasClaim(c => c.Type == SessionClaims.MustChangePassword))
        : null;

    /// <summary>Whether an address stays within this product.</summary>
    public static bool IsLocal(string address) => address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);

    // A page that refreshes a fragment of itself at the same moment must not take the note from the page that comes.
    private string? TakeDone(HttpContext context)
    {
        if (context.Request.Headers.ContainsKey("HX-Request")) return null;
        if (context.Request.Cookies[cookies.Done] is not { Length: > 0 } done || !HttpMethods.IsGet(context.Request.Method)) return null;
        context.Response.Cookies.Delete(cookies.Done, Options(maxAge: null));
        return OutsideText.Show(Uri.UnescapeDataString(done));
    }

    private CookieOptions Options(TimeSpan? maxAge) =>
        new() { HttpOnly = true, IsEssential = true, MaxAge = maxAge, Path = "/", SameSite = SameSiteMode.Lax, Secure = cookies.Secure };
}

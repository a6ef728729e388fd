using Microsoft.AspNetCore.Builder;

namespace Yagura.Web.Guard;

/// <summary>What each answer tells the browser it may do: nothing from elsewhere, nothing inline, nothing framed (DESIGN 7).</summary>
public static class SecurityHeaders
{
    /// <summary>The policy of pages: own scripts and styles only; Tabler's form marks are <c>data:</c> pictures.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";


    /// <summary>Adds the headers to every answer of what comes after.</summary>
    /// <param name="app">The application.</param>
    /// <param name="secure">True on https: browsers are told to stay on it.</param>
    public static void UseSecurityHeaders(this IApplicationBuilder app, bool secure) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        if (secure) headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    });
}

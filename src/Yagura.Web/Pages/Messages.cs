using Microsoft.AspNetCore.Http;

namespace Yagura.Web.Pages;

/// <summary>The pages that say why there is no other.</summary>
public static class Messages
{
    /// <summary>The page for a status code that an answer left without a body.</summary>
    public static IResult ForStatus(HttpContext context, PageContexts contexts)
    {
        var page = contexts.Of(context);
        var (title, text) = context.Response.StatusCode switch
        {
            StatusCodes.Status403Forbidden => (page.Texts.ForbiddenTitle, page.Texts.ForbiddenText),
            StatusCodes.Status404NotFound => (page.Texts.NotFoundTitle, page.Texts.NotFoundText),
            StatusCodes.Status400BadRequest => (page.Texts.FailedTitle, page.Texts.TokenExpired),
            _ => (page.Texts.FailedTitle, page.Texts.FailedText(context.TraceIdentifier)),
        };
        return PageContexts.Show<Message>(page, context.Response.StatusCode, (nameof(Message.Title), title), (nameof(Message.Text), text));
    }
}

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Yagura.Operations.Adoption;
using Yagura.Operations.Deliverables;
using Yagura.Operations.Entries;
using Yagura.Operations.Incidents;
using Yagura.Web.Assets;
using Yagura.Web.Guard;
using Yagura.Web.Live;
using Yagura.Web.Pages;
using Yagura.Web.Pages.Custody;
using Yagura.Web.Pages.Deliver;
using Yagura.Web.Pages.Find;
using Yagura.Web.Pages.Findings;
using Yagura.Web.Pages.Home;
using Yagura.Web.Pages.Incidents;
using Yagura.Web.Pages.Indicators;
using Yagura.Web.Pages.Judgements;
using Yagura.Web.Pages.Records;
using Yagura.Web.Pages.Rules;
using Yagura.Web.Pages.Service;
using Yagura.Web.Pages.Sources;
using Yagura.Web.Pages.Unparsed;
using Yagura.Web.Parts;
using Yagura.Web.Reports;

namespace Yagura.Web;

/// <summary>The door of this room: what the executable calls to serve the pages.</summary>
public static class WebRoom
{
    /// <summary>
    /// Adds what the pages need. The executable adds, besides: <see cref="TimeProvider"/>, the operations store, and a
    /// cookie authentication whose sessions carry <see cref="SessionClaims"/>.
    /// </summary>
    public static void AddYaguraWeb(this IServiceCollection services, WebSettings settings)
    {
        var cookies = new CookieNames(settings.Secure);
        services.AddSingleton(settings);
        services.AddSingleton(cookies);
        services.AddSingleton<EmbeddedFiles>();
        services.AddSingleton<PageContexts>();
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<IncidentForms>();
        services.AddSingleton<GroupingForms>();
        services.AddSingleton<IncidentsQuery>();
        services.AddSingleton<JudgementsQuery>();
        services.AddSingleton<OverviewQuery>();
        services.AddRazorComponents();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = cookies.Antiforgery;
            options.Cookie.SecurePolicy = settings.Secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            options.Cookie.Path = "/";
            options.HeaderName = "X-Yagura-Form";
            options.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
    }

    /// <summary>Adds what the pages read from: the contract, whose clocks they show, raw records, a scan over them, and the archive's files.</summary>
    public static void AddYaguraPages(this IServiceCollection services, ContractBook book, RawLines lines, PlainScan scan, ArchiveView archive)
    {
        services.AddSingleton(book);
        services.AddSingleton<SubjectClocks>();
        services.AddSingleton(lines);
        services.AddSingleton(scan);
        services.AddSingleton(archive);
        services.TryAddSingleton(new ListenerBoard(() => []));
        services.TryAddSingleton(RuleBoard.Empty);
        services.TryAddSingleton(IndicatorBoard.Empty);
        services.AddSingleton<ClockDesk>();
        services.AddSingleton<CoverageShelf>();
        services.AddSingleton<EvaluationShelf>();
        services.AddSingleton<ReportPrinter>();
        services.AddSingleton<DeliverableQuery>();
        services.AddSingleton<IncidentActs>();
        services.AddSingleton<ContainmentActs>();
        services.AddSingleton<SandboxActs>();
        services.AddSingleton<GroupingActs>();
        services.AddSingleton<EntryActs>();
        services.AddSingleton<ExcuseActs>();
        services.AddSingleton<DeliverableActs>();
    }

    /// <summary>Puts in what stands before every page: headers, and pages for answers without a body. Authentication comes after it.</summary>
    public static void UseYaguraWeb(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<WebSettings>();
        app.UseSecurityHeaders(settings.Secure);
        app.UseStatusCodePages(async status =>
        {
            var context = status.HttpContext;
            if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) return;
            await Messages.ForStatus(context, context.RequestServices.GetRequiredService<PageContexts>()).ExecuteAsync(context);
        });
    }

    /// <summary>Pages that need no session: the antiforgery gate stands before them.</summary>
    public static RouteGroupBuilder OpenPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        group.DisableAntiforgery(); // the framework's own check would need its middleware; the gate validates every one
        group.AddEndpointFilter(new AntiforgeryGate(routes.ServiceProvider.GetRequiredService<IAntiforgery>()));
        return group;
    }

    /// <summary>Pages that need a session with a password of the person's own.</summary>
    public static RouteGroupBuilder SignedInPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.OpenPages();
        group.RequireAuthorization();
        group.AddEndpointFilter(new VisitorGate());
        return group;
    }

    /// <summary>Maps the browser files and every page of this room.</summary>
    public static void MapYaguraWeb(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<EmbeddedFiles>().Map(routes);
        routes.OpenPages().MapPost("/look", (HttpContext context, PageContexts contexts, IFormCollection form) =>
        {
            contexts.RememberTheme(context, form["theme"].ToString());
            return contexts.GoOn(context, form["back"].ToString(), "");
        });
        var pages = routes.SignedInPages();
        pages.MapGet("/live", (HttpContext context, LiveStreams streams) => streams.ServeAsync(context));
        HomeEndpoints.Map(pages);
        IncidentEndpoints.Map(pages);
        FindingEndpoints.Map(pages);
        JudgementEndpoints.Map(pages);
        SourcesEndpoints.Map(pages);
        UnparsedEndpoints.Map(pages);
        RulesEndpoints.Map(pages);
        IndicatorsEndpoints.Map(pages);
        JournalEndpoints.Map(pages);
        ArchiveEndpoints.Map(pages);
        SearchEndpoints.Map(pages);
        DeliverEndpoints.Map(pages);
        DeliverableEndpoints.Map(pages);
        ServiceEndpoints.Map(pages);
    }
}

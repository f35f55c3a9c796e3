using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompetencyAssessment.Web.Tests.Infrastructure;

/// <summary>What one request did inside the application.</summary>
internal sealed class RequestTrace
{
    private readonly ConcurrentQueue<string> _commands = new();

    /// <summary>SQL commands in order.</summary>
    public IReadOnlyCollection<string> Commands => _commands;

    /// <summary>Commands that only read.</summary>
    public IReadOnlyCollection<string> Reads => [.. _commands.Where(c => c.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase))];

    /// <summary>The exception behind an error page.</summary>
    public Exception? Exception { get; set; }

    /// <summary>The route pattern that answered.</summary>
    public string? Route { get; set; }

    public void Add(string command) => _commands.Enqueue(command);
}

/// <summary>Watches each request from outside: counts its SQL commands and keeps the exception behind an error page.</summary>
internal sealed class RequestLog(IHttpContextAccessor accessor) : DbCommandInterceptor, IStartupFilter
{
    /// <summary>Header by which a test finds the trace of its request.</summary>
    public const string Header = "X-Test-Request";

    private readonly ConcurrentDictionary<string, RequestTrace> _traces = new(StringComparer.Ordinal);

    public RequestTrace Take(string id) => _traces.TryRemove(id, out var trace) ? trace : throw new InvalidOperationException("No trace of this request.");

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, step) =>
        {
            if (context.Request.Headers[Header].ToString() is not { Length: > 0 } id)
            {
                await step(context);
                return;
            }

            var trace = _traces[id] = new RequestTrace();
            context.Items[typeof(RequestTrace)] = trace;
            await step(context);
            trace.Exception = context.Items[typeof(Exception)] as Exception;
        });
        next(app);
    };

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    private void Note(DbCommand command)
    {
        if (accessor.HttpContext?.Items[typeof(RequestTrace)] is RequestTrace trace)
        {
            trace.Add(command.CommandText.Trim());
        }
    }
}

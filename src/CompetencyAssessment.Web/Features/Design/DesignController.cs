using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Features.Shared;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CompetencyAssessment.Web.Features.Design;

/// <summary>The living page of components; answers 404 outside Development.</summary>
[AllowAnonymous]
[Route("design")]
public sealed class DesignController(IWebHostEnvironment environment) : Controller
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (!environment.IsDevelopment())
            context.Result = NotFound();
    }

    [HttpGet]
    public IActionResult Index(int page = 1) => View(Example(new(), page));

    [HttpPost]
    public IActionResult Save(DesignForm form)
    {
        if (!ModelState.IsValid)
            return View("Index", Example(form, 1));
        this.AddFlash(Tone.Success, Localization.SharedResource.Text("Saved"));
        return RedirectToAction(nameof(Index));
    }

    [HttpGet("conflict")]
    public IActionResult Conflict409() => throw new DomainException("example", 3);

    [HttpGet("fault")]
    public IActionResult Fault() => throw new InvalidOperationException("A fault on purpose, from the page of components.");

    private static DesignPage Example(DesignForm form, int page) =>
        new(form, new PageInfo(Math.Clamp(page, 1, 12), 20, 236), new DateTime(2026, 11, 23, 6, 5, 0, DateTimeKind.Utc));
}

/// <summary>What the page of components shows.</summary>
public sealed record DesignPage(DesignForm Form, PageInfo Page, DateTime Time);

/// <summary>A form with one field of each kind.</summary>
public sealed class DesignForm
{
    [System.ComponentModel.DataAnnotations.Display(Name = "Title")]
    public string? Title { get; set; }

    [System.ComponentModel.DataAnnotations.Display(Name = "Date")]
    public DateOnly? Date { get; set; }

    [System.ComponentModel.DataAnnotations.Display(Name = "Kind")]
    public string? Kind { get; set; }

    [System.ComponentModel.DataAnnotations.Display(Name = "Comment")]
    public string? Comment { get; set; }

    [System.ComponentModel.DataAnnotations.Display(Name = "I have read this")]
    public bool Read { get; set; }
}

internal sealed class DesignFormValidator : AbstractValidator<DesignForm>
{
    public DesignFormValidator()
    {
        RuleFor(f => f.Title).NotEmpty().MaximumLength(80);
        RuleFor(f => f.Date).NotNull();
    }
}

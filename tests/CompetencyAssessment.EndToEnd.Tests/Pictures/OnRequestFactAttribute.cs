using Xunit.Abstractions;
using Xunit.Sdk;

namespace CompetencyAssessment.EndToEnd.Tests.Pictures;

/// <summary>Something that a test run makes only where an environment variable asks for it; elsewhere it is not there at all, so that nothing counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("CompetencyAssessment.EndToEnd.Tests.Pictures.OnRequestDiscoverer", "CompetencyAssessment.EndToEnd.Tests")]
public sealed class OnRequestFactAttribute(string variable) : FactAttribute
{
    public string Variable => variable;
}

public sealed class OnRequestDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Environment.GetEnvironmentVariable(factAttribute.GetConstructorArguments().OfType<string>().Single()) is { Length: > 0 }
            ? [new XunitTestCase(sink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)]
            : [];
}
